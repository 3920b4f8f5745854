"""LibreOffice's documents: what runs, reaches out or hides is refused; honest ones are not."""

import pytest

from tests.workflows.files.making import OPENDOCUMENT, archive, inspect, opendocument, refusal
from workflows.files.refusals import MESSAGES

OWN_DOCTYPE = (
    '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
)
HONEST = [
    '<text:p>Lire <text:a xlink:href="https://www.ess-france.org/">le guide</text:a></text:p>',
    '<text:a xlink:href="macro-économie.odt"/><text:a xlink:href="scripts/a.odt"/>',
    '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="Pictures/1.png"/>'
    '<draw:plugin xlink:href="Media/film.mp4"/></draw:frame>',
    '<text:section><text:section-source text:section-name="A"/></text:section>',
    '<presentation:event-listener script:event-name="dom:click" presentation:action="next-page"/>',
    '<presentation:event-listener presentation:action="show" xlink:href="https://example.test/"/>',
    "<office:scripts/>",
    "<text:dde-connection-decls/>",
    '<table:table><table:table-source xlink:href="file:///C:/budget.ods"/></table:table>',
    '<table:table-cell table:formula="of:=SUM([.A1:.A9])"/>',
    '<svg:image xlink:href="data:image/png;base64,AAAA"/>',
]


@pytest.mark.parametrize("body", HONEST)
def test_what_honest_documents_hold_is_accepted(body):
    assert inspect("a.odt", opendocument("odt", body=body)).extension == "odt"


def test_the_doctypes_that_openoffice_writes_are_accepted_and_no_other():
    manifest = f"<?xml version='1.0'?>{OWN_DOCTYPE}<manifest:manifest/>"
    own = opendocument("odt", ("META-INF/manifest.xml", manifest.encode()))
    assert inspect("a.odt", own).extension == "odt"
    for other in (
        "<!DOCTYPE x><x/>",
        '<!DOCTYPE x SYSTEM "http://example.test/x.dtd"><x/>',
        OWN_DOCTYPE.replace("Manifest.dtd", "http://example.test/x.dtd") + "<x/>",
        OWN_DOCTYPE.replace('dtd">', 'dtd" [<!ENTITY a "b">]>') + "<x/>",
    ):
        document = opendocument("odt", ("styles.xml", other.encode()))
        assert refusal("a.odt", document).message_fr == MESSAGES["doctype"]


@pytest.mark.parametrize(
    "body",
    [
        '<script:event-listener script:language="ooo:script" script:event-name="dom:load" '
        'xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic"/>',
        '<script:event-listener script:event-name="dom:click" script:macro-name="Main"/>',
        '<presentation:event-listener presentation:action="execute" xlink:href="cmd.exe"/>',
        '<presentation:event-listener presentation:action="show" xlink:href="macro:///A.B.C()"/>',
        '<office:scripts><office:script script:language="ooo:Basic"/></office:scripts>',
        '<text:a xlink:href=" vnd.sun.star.script:LibreLogo|x.py$run?language=Python">ici</text:a>',
        '<draw:applet xlink:href="x.class"/>',
    ],
)
def test_a_document_that_runs_something_is_refused(body):
    for part in ("content.xml", "styles.xml", "Object 1/content.xml"):
        document = opendocument("odt", (part, f"<office:x>{body}</office:x>".encode()))
        assert refusal("a.odt", document).message_fr == (
            "Ce document lance un programme quand on l’ouvre ou qu’on y clique. Enregistrez une "
            "copie sans macro ni événement, ou en PDF, puis envoyez cette copie."
        )


@pytest.mark.parametrize(
    "body",
    [
        "<text:dde-connection-decls><text:dde-connection-decl/></text:dde-connection-decls>",
        "<text:dde-connection/>",
        "<table:dde-links><table:dde-link/></table:dde-links>",
        '<text:section><office:dde-source office:dde-application="soffice"/></text:section>',
        '<table:table-cell table:formula="of:=DDE(&quot;soffice&quot;;&quot;a&quot;)"/>',
    ],
)
def test_a_dde_link_is_refused(body):
    assert refusal("a.ods", opendocument("ods", body=body)).message_fr == MESSAGES["dde"]


@pytest.mark.parametrize(
    "body",
    [
        '<draw:image xlink:href="http://example.test/pixel.png"/>',
        r'<draw:image xlink:href="\\serveur\partage\pixel.png"/>',
        '<draw:object xlink:href="file://serveur/partage/a.odt"/>',
        '<draw:floating-frame xlink:href="a.html"/>',
        '<text:section-source xlink:href="https://example.test/a.odt"/>',
        '<meta:auto-reload xlink:href="https://example.test/"/>',
    ],
)
def test_content_from_elsewhere_is_refused(body):
    refused = refusal("a.odt", opendocument("odt", body=body))
    assert refused.message_fr == MESSAGES["external_content"]


def test_an_ole_object_is_refused():
    body = '<draw:object-ole xlink:href="./Object 1"/>'
    assert refusal("a.odt", opendocument("odt", body=body)).message_fr == MESSAGES["embedded"]


@pytest.mark.parametrize("name", ["Basic/Standard/Module1.xml", "Scripts/python/x.py"])
def test_macros_are_refused(name):
    assert refusal("a.odt", opendocument("odt", (name, b"<x/>"))).code == "macros"


def test_indexes_of_empty_macro_libraries_are_not_macros():
    content = opendocument("odt", ("Basic/", b""), ("Basic/Standard/script-lb.xml", b"<x/>"))
    assert inspect("a.odt", content).extension == "odt"


def test_a_password_is_said_before_anything_looks_damaged():
    manifest = b"<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    document = opendocument(
        "odt", ("content.xml", b"\x8f\x01\x02"), ("META-INF/manifest.xml", manifest)
    )
    assert refusal("a.odt", document).code == "encrypted"


def test_the_mimetype_must_come_first():
    late = archive([("content.xml", b"<x/>"), ("mimetype", OPENDOCUMENT["odt"].encode())])
    assert refusal("a.odt", late).code == "mismatch"
