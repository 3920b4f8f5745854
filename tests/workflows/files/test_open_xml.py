"""Word, Excel, PowerPoint: what reaches out, runs or hides is refused; honest documents are not."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.files.making import (
    OFFICE,
    RELATIONS,
    archive,
    inspect,
    open_xml,
    refusal,
    relations,
    verdict,
)
from workflows.files.refusals import MESSAGES

DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"
SETTINGS_RELATIONS = "word/_rels/settings.xml.rels"
CHART = f'<Override PartName="/word/charts/chart1.xml" ContentType="{OFFICE}drawingml.chart+xml"/>'
CHART_RELATIONS = "word/charts/_rels/chart1.xml.rels"
CHART_DATA = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
CHARTED = relations(f'Type="{RELATIONS}package" Target="../embeddings/Microsoft_Excel_Sheet1.xlsx"')


def external(kind: str, target: str) -> bytes:
    return relations(f'Type="{RELATIONS}{kind}" Target="{target}" TargetMode="External"')


def run(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


HONEST_WORD = {
    "hyperlink": open_xml(
        "docx",
        (DOCUMENT_RELATIONS, external("hyperlink", "https://www.ess-france.org/?a=1&amp;b=2")),
        (SETTINGS_RELATIONS, external("attachedTemplate", r"file:///C:\Modeles\CRESS%20PV.dotx")),
        ("word/media/image1.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 90),
        ("word/vmlDrawing1.vml", b"<xml><v:shape>Une note<br></v:shape></xml>"),
        ("customXml/item1.xml", '<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16")),
    ),
    "fields": open_xml(
        "docx",
        body=mark("begin") + run(" TOC \\o ") + mark("separate")
        + mark("begin") + run("PAGEREF _Toc1") + mark("separate") + "4" + mark("end")
        + mark("end")
        + '<w:fldSimple w:instr=" DATE \\@ dd/MM/yyyy "/>'
        + "<w:t>Le DDE, c’est l’échange dynamique de données.</w:t>",
    ),
    "chart": open_xml(
        "docx",
        ("word/charts/chart1.xml", b"<c:chartSpace/>"),
        (CHART_RELATIONS, CHARTED),
        (CHART_DATA, open_xml("xlsx")),
        types=CHART,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST_WORD)
def test_what_honest_documents_hold_is_accepted(name):
    assert inspect("a.docx", HONEST_WORD[name]).extension == "docx"


def test_a_workbook_that_refers_to_another_keeps_its_values_and_is_accepted():
    linked = relations(
        f'Type="{RELATIONS}externalLinkPath" Target="budget%202025.xlsx" TargetMode="External"'
    )
    book = open_xml(
        "xlsx",
        ("xl/externalLinks/externalLink1.xml", b"<externalLink><externalBook/></externalLink>"),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", linked),
        ("xl/printerSettings/printerSettings1.bin", b"\0" * 40),
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet><c><f>SUM(A1:A9)+[1]Feuil1!A1</f></c></worksheet>",
        ),
    )
    assert inspect("a.xlsx", book).extension == "xlsx"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.test/modele.dotm",
        "http://example.test/modele.dotm",
        r"\\serveur\partage\modele.dotm",
        "file://serveur/partage/modele.dotm",
        "file:////serveur/partage/modele.dotm",
        r"file:///\\serveur\partage\modele.dotm",
        "file:///%5C%5Cserveur%5Cpartage",
    ],
)
def test_a_template_that_another_machine_serves_is_refused(target):
    document = open_xml("docx", (SETTINGS_RELATIONS, external("attachedTemplate", target)))
    assert refusal("a.docx", document).message_fr == (
        "Ce document va chercher son modèle ailleurs. Détachez ce modèle, ou enregistrez une copie "
        "en PDF, puis envoyez cette copie."
    )


@pytest.mark.parametrize(
    "kind", ["image", "oleObject", "frame", "subDocument", "video", "mailMergeSource"]
)
def test_any_other_content_from_elsewhere_is_refused(kind):
    found = external(kind, "https://example.test/x")
    assert (
        refusal("a.docx", open_xml("docx", (DOCUMENT_RELATIONS, found))).code == "external_content"
    )


def test_a_target_elsewhere_that_claims_to_be_inside_is_refused():
    inside = relations(f'Type="{RELATIONS}image" Target="http://example.test/x.png"')
    assert (
        refusal("a.docx", open_xml("docx", ("word/_rels/x.RELS", inside))).code
        == "external_content"
    )


@pytest.mark.parametrize(
    "body",
    [
        mark("begin") + run("DDEAUTO c:\\\\windows\\\\cmd.exe") + mark("end"),
        mark("begin") + run(" D") + run("DE") + run("AUTO cmd") + mark("separate") + mark("end"),
        mark("begin") + run("dde excel") + mark("separate"),
        mark("begin") + run("DDE excel"),
        '<w:fldSimple w:instr=" DDEAUTO cmd "/>',
        run("DDEAUTO cmd"),
        mark("begin") + mark("begin") + run("QUOTE 68 68 69") + mark("end") + run(" cmd"),
    ],
)  # fmt: skip
def test_a_dde_field_is_refused_however_runs_cut_it(body):
    for part in ("word/document.xml", "word/footer1.xml", "word/anything.bin"):
        content = f"<w:document>{body}</w:document>"
        for encoding in ("utf-8", "utf-16"):
            document = open_xml("docx", (part, content.encode(encoding)))
            assert refusal("a.docx", document).message_fr == MESSAGES["dde"]


def test_the_dde_links_and_formulas_of_a_workbook_are_refused():
    link = b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    assert refusal("a.xlsx", open_xml("xlsx", ("xl/x.xml", link))).code == "dde"
    formula = b'<c><f>DDE("soffice","a.ods","A1")</f></c>'
    assert refusal("a.xlsx", open_xml("xlsx", ("xl/worksheets/s.xml", formula))).code == "dde"


@pytest.mark.parametrize(
    ("kind", "code"),
    [("oleObject", "embedded"), ("package", "embedded"), ("aFChunk", "embedded"),
     ("control", "activex"), ("vbaProject", "macros"), ("xlMacrosheet", "macros"),
     ("connections", "data_source")],
)  # fmt: skip
def test_what_runs_or_hides_is_refused_by_its_relationship(kind, code):
    found = relations(f'Type="{RELATIONS}{kind}" Target="embeddings/oleObject1.bin"')
    assert refusal("a.docx", open_xml("docx", (DOCUMENT_RELATIONS, found))).code == code


@pytest.mark.parametrize(
    ("content_type", "code"),
    [("application/vnd.ms-office.activeX+xml", "activex"),
     ("application/vnd.ms-excel.macrosheet+xml", "macros"),
     (f"{OFFICE}spreadsheetml.connections+xml", "data_source")],
)  # fmt: skip
def test_what_runs_or_hides_is_refused_by_its_type(content_type, code):
    types = f'<Override PartName="/xl/a.xml" ContentType="{content_type}"/>'
    assert refusal("a.xlsx", open_xml("xlsx", types=types)).code == code


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", open_xml("docx", ("word/vbaProject.bin", b"x"))),
        ("a.docx", open_xml("docx", macro_enabled=True)),
        ("a.xlsx", open_xml("xlsx", ("xl/VBAPROJECT.BIN", b"x"))),
    ],
)
def test_macros_are_refused(name, content):
    assert refusal(name, content).message_fr == (
        "Ce fichier contient des macros. Enregistrez une copie sans macro, ou en PDF, puis envoyez "
        "cette copie."
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (open_xml("xlsx", ("xl/vbaProject.bin", b"x")), "macros"),
        (open_xml("docx"), "embedded"),
        (b"MZ", "embedded"),
        (open_xml("xlsx", ("word/charts/_rels/chart1.xml.rels", CHARTED), types=CHART), "embedded"),
    ],
)
def test_the_data_of_a_chart_is_a_workbook_that_holds_nothing_more(data, code):
    document = open_xml("docx", (CHART_RELATIONS, CHARTED), (CHART_DATA, data), types=CHART)
    assert refusal("a.docx", document).code == code


def test_a_workbook_that_no_chart_draws_is_an_embedded_file():
    document = open_xml("docx", (CHART_RELATIONS, CHARTED), (CHART_DATA, open_xml("xlsx")))
    assert refusal("a.docx", document).message_fr == MESSAGES["embedded"]


@pytest.mark.parametrize("element", ["hlinkClick", "hlinkHover", "hlinkMouseOver"])
def test_a_slide_that_runs_a_program_is_refused(element):
    slide = f'<p:sld><a:{element} action="ppaction://program?cmd.exe"/></p:sld>'
    document = open_xml("pptx", ("ppt/slides/slide1.xml", slide.encode()))
    assert refusal("a.pptx", document).code == "event_script"
    turning = slide.replace("program?cmd.exe", "hlinkshowjump?jump=nextslide")
    assert verdict("a.pptx", open_xml("pptx", ("ppt/slides/slide1.xml", turning.encode()))) is None


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l9;</x>',
    "outside": '<!DOCTYPE x SYSTEM "http://example.test/x.dtd"><x/>',
    "file": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    "plain": "<!DOCTYPE x><x/>",
}


@pytest.mark.parametrize("name", DOCTYPES)
@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "word/document.xml", "docProps/x", "_rels/.rels"]
)
def test_a_doctype_is_refused_in_every_part_without_being_obeyed(name, part):
    document = open_xml("docx", (part, DOCTYPES[name].encode()))
    assert refusal("a.docx", document).message_fr == MESSAGES["doctype"]


def test_a_doctype_behind_a_long_blank_is_still_one():
    blank = b" " * 300_000 + DOCTYPES["plain"].encode()
    assert refusal("a.docx", open_xml("docx", ("word/x.bin", blank))).code == "doctype"


def test_a_part_that_is_not_well_formed_is_damaged():
    assert (
        refusal("a.docx", open_xml("docx", ("word/document.xml", b"<a><b></a>"))).code == "damaged"
    )


@pytest.mark.parametrize(
    "strange",
    [
        b"<a>" * 2_000 + b"</a>" * 2_000,
        b"<x>" + b"".join(b"<a%d/>" % number for number in range(60_000)) + b"</x>",
        b"<x " + b"".join(b"a%d='' " % number for number in range(600_000)) + b"/>",
        b"<!-- " + b"x" * (5 << 20) + b" --><x/>",
    ],
    ids=["depth", "names", "tag", "comment"],
)
def test_xml_that_no_office_program_writes_is_refused_before_it_costs(strange):
    document = open_xml("docx", ("word/document.xml", strange))
    assert refusal("a.docx", document).message_fr == MESSAGES["unsafe_archive"]


def test_the_main_part_says_which_document_it_is():
    assert refusal("a.docx", open_xml("xlsx")).code == "mismatch"
    assert refusal("a.docx", archive([("word/document.xml", b"<x/>")])).code == "mismatch"


@given(
    name=st.sampled_from(sorted(HONEST_WORD)),
    edits=st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_no_change_to_an_honest_document_does_worse_than_a_refusal(name, edits):
    stored = bytearray(repacked(HONEST_WORD[name]))
    for position, value in edits:
        stored[position % len(stored)] = value
    assert verdict("a.docx", bytes(stored)) in {None, "mismatch", *MESSAGES}


@given(
    part=st.sampled_from(
        ["[Content_Types].xml", "_rels/.rels", DOCUMENT_RELATIONS, "word/document.xml"]
    ),
    markup=st.text(alphabet="<>/ab=\"'&;:! é\0", max_size=60) | st.binary(max_size=60),
)
def test_no_part_makes_the_inspection_fail_otherwise_than_by_a_refusal(part, markup):
    content = markup.encode() if isinstance(markup, str) else markup
    assert verdict("a.docx", open_xml("docx", (part, content))) in {None, "mismatch", *MESSAGES}


def repacked(content: bytes) -> bytes:
    """The same archive with its entries stored, so that a change meets XML and not deflate."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        entries = [(entry.filename, source.read(entry)) for entry in source.infolist()]
    return archive(entries, compression=zipfile.ZIP_STORED)
