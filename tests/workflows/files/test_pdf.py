"""PDF: what runs, opens, sends or carries more than pages is refused; honest PDFs are not."""

import io
import struct
import sys
import time
import zlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.files import pdf_bytes
from tests.workflows.files.making import inspect, pdf, refusal, verdict
from workflows.files.allowance import Allowance
from workflows.files.pdf_reading import finding
from workflows.files.refusals import MESSAGES

pytestmark = pytest.mark.once

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def action(kind: str) -> Any:
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"))


def root(**entries: Any) -> Callable[[Pdf], None]:
    """A change to the catalog."""
    return lambda document: document.Root.update(Dictionary(**entries))


def page(**entries: Any) -> Callable[[Pdf], None]:
    return lambda document: document.pages[0].obj.update(Dictionary(**entries))


def note(**entries: Any) -> Callable[[Pdf], None]:
    """An annotation on the page."""
    return page(Annots=[Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries)])


def attached(document: Pdf) -> None:
    document.attachments["facture.xml"] = b"<Invoice/>"


def named_script(document: Pdf) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])))


link = note(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://www.ess-france.org/")))


def form(document: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("nom"), V=String("/JavaScript /Launch (Loire)"))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))


def signed(document: Pdf) -> None:
    signature = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("0" * 999))
    field = Dictionary(FT=Name.Sig, T=String("s"), V=document.make_indirect(signature))
    document.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def tagged(document: Pdf) -> None:
    part = Dictionary(Type=Name.StructElem, S=Name("/Sect"), K=Array([0]))
    document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([part]))
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])
    document.Root.Names = Dictionary(Dests=Dictionary(Names=Array([])))
    document.Root[Name("/Caf\xe9")] = Name("/\xe9")


def locked(user: str) -> dict[str, Any]:
    return {"encryption": pikepdf.Encryption(owner="secret", user=user)}


HONEST = {
    "blank": pdf(),
    "by hand": pdf_bytes(),
    "link": pdf(link),
    "form without script": pdf(form),
    "signature": pdf(signed),
    "tagged, with destinations and names in Latin-1": pdf(tagged),
    "asks to be printed": pdf(root(OpenAction=Dictionary(S=Name.Named, N=Name.Print))),
    "object streams": pdf(link, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "linearized": pdf(link, linearize=True),
    "only its owner has a password": pdf(link, **locked(user="")),
    "its cross-references are wrong": pdf(link).replace(b"startxref\n", b"startxref\n9"),
    "sent again with bytes in front": b"\xef\xbb\xbf\r\n" + pdf(),
}
HOSTILE = {
    "script in the names": (pdf(named_script), "pdf_script"),
    "script on opening": (pdf(root(OpenAction=SCRIPT)), "pdf_script"),
    "script before printing": (pdf(root(AA=Dictionary(WP=SCRIPT))), "pdf_script"),
    "script of a page": (pdf(page(AA=Dictionary(O=SCRIPT))), "pdf_script"),
    "script of an annotation": (
        pdf(note(Subtype=Name.Screen, AA=Dictionary(D=SCRIPT))), "pdf_script"
    ),
    "script of a field": (
        pdf(root(AcroForm=Dictionary(Fields=[Dictionary(AA=Dictionary(K=SCRIPT))]))), "pdf_script"
    ),
    "script after a harmless action": (
        pdf(root(OpenAction=Dictionary(S=Name.Named, Next=[SCRIPT]))), "pdf_script"
    ),
    "script in an object stream": (
        pdf(named_script, object_stream_mode=pikepdf.ObjectStreamMode.generate), "pdf_script"
    ),
    "script under an owner's password": (pdf(named_script, **locked(user="")), "pdf_script"),
    "script, its name spelled otherwise": (
        pdf(named_script).replace(b"/S /JavaScript", b"/S /J#61vaScript"), "pdf_script"
    ),
    "program": (pdf(note(Subtype=Name.Link, A=action("Launch"))), "pdf_launch"),
    "other document": (pdf(note(Subtype=Name.Link, A=action("GoToR"))), "pdf_launch"),
    "document inside": (pdf(root(OpenAction=action("GoToE"))), "pdf_launch"),
    "form that sends": (pdf(note(Subtype=Name.Link, A=action("SubmitForm"))), "pdf_exchange"),
    "form that reads": (pdf(root(OpenAction=action("ImportData"))), "pdf_exchange"),
    "attached file": (pdf(attached), "pdf_attachment"),
    "attached note": (pdf(note(Subtype=Name.FileAttachment)), "pdf_attachment"),
    "portfolio": (pdf(root(Collection=Dictionary())), "pdf_attachment"),
    "embedded and unnamed": (
        pdf(lambda d: root(X=Stream(d, b"MZ", Type=Name.EmbeddedFile))(d)), "pdf_attachment"
    ),
    "film": (pdf(note(Subtype=Name.RichMedia)), "pdf_media"),
    "sound": (pdf(root(OpenAction=action("Sound"))), "pdf_media"),
    "XFA": (pdf(root(AcroForm=Dictionary(XFA=Array([])))), "pdf_xfa"),
    "password": (pdf(**locked(user="secret")), "encrypted"),
}  # fmt: skip


def raw(
    objects: dict[int, bytes],
    *,
    inside: dict[int, tuple[int, int]] | None = None,
) -> bytes:
    """A PDF written by hand: what no library would write.

    `inside` places objects in a stream of objects, by its number and their rank.
    """
    pages = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
    }
    body, places = io.BytesIO(), {0: (0, 0, 65535)}
    body.write(b"%PDF-1.5\n")
    for number, content in {**pages, **objects}.items():
        places[number] = (1, body.tell(), 0)
        body.write(b"%d 0 obj%b\nendobj\n" % (number, content))
    places |= {number: (2, *place) for number, place in (inside or {}).items()}
    last = max(places) + 1
    places[last] = (1, body.tell(), 0)
    rows = b"".join(
        struct.pack(">BIH", *places.get(number, (0, 0, 0))) for number in range(last + 1)
    )
    entries = b"/Type/XRef/W[1 4 2]/Size %d/Root 1 0 R" % (last + 1)
    return body.getvalue() + b"%d 0 obj%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        last, stream(entries, rows), places[last][1],
    )  # fmt: skip


def stream(entries: bytes, content: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


def unseen() -> bytes:
    """A PDF of which nothing is remembered."""
    return pdf(root(Serial=String(uuid4().hex)))


@pytest.mark.parametrize("name", HONEST)
def test_honest_files_are_accepted(name):
    assert inspect("a.pdf", HONEST[name]).media_type == "application/pdf"


@pytest.mark.parametrize("name", HOSTILE)
def test_each_thing_but_pages_is_refused_in_its_own_words(name):
    content, code = HOSTILE[name]
    refused = refusal("a.pdf", content)
    assert (refused.code, refused.message_fr) == (code, MESSAGES[code])
    assert "envoyez" in refused.message_fr.lower()


def test_a_script_says_what_to_do():
    assert refusal("a.pdf", HOSTILE["script in the names"][0]).message_fr == (
        "Ce PDF contient un programme (JavaScript). Imprimez-le en PDF, puis envoyez cette copie."
    )


def test_what_no_page_reaches_is_read_too():
    """Readers that mend a file do not agree on what belongs to it."""
    in_trailer = pdf().replace(b"trailer << ", b"trailer << /X << /S /JavaScript >> ")
    hidden = raw({4: b"[[<</A[<</S/Launch>>]>>]]"})
    assert refusal("a.pdf", hidden).code == "pdf_launch"
    assert refusal("a.pdf", in_trailer).code == "pdf_script"


def test_a_pdf_without_a_page_or_beyond_repair_is_damaged():
    assert refusal("a.pdf", pdf(lambda document: document.pages.__delitem__(0))).code == "damaged"
    assert refusal("a.pdf", b"%PDF-1.7\n" + b"1 0 obj <<>> " * 999 + b"%%EOF").code == "damaged"


def chain_of_lengths() -> bytes:
    """Each stream's length is said to be the next stream: qpdf falls off its own stack."""
    last = 20_000
    streams = {n: b"<</Length %d 0 R>>stream\nx\nendstream" % (n + 1) for n in range(4, last)}
    return raw({**streams, last: b"1"})


def bomb() -> bytes:
    """A stream of objects that unpacks to 100 MiB, a script at its end."""
    packed = zlib.compress(b"5 0 " + b" " * (100 << 20) + b"<</S/JavaScript>>", 9)
    entries = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    return raw({4: stream(entries, packed)}, inside={5: (4, 0)})


def heavy() -> bytes:
    """An array that takes more memory than the reader has, an action at its end."""
    return raw({4: b"[" + b"0 " * 5_000_000 + b"<</S/Launch>>]"})


def deep() -> bytes:
    """Dictionaries one inside the other, further than qpdf follows."""
    return raw({4: b"<</A" * 600 + b"<</S/Launch>>" + b">>" * 600})


@pytest.mark.parametrize(
    ("make", "code"),
    [(chain_of_lengths, "too_complex"), (bomb, "damaged"), (heavy, "damaged"), (deep, "damaged")],
)
def test_what_the_reader_cannot_read_to_its_end_is_refused_and_the_server_lives(make, code):
    assert refusal("a.pdf", make()).code == code


def test_a_reader_that_falls_is_in_the_log(caplog):
    verdict("a.pdf", chain_of_lengths())
    assert "A PDF ended its reader" in caplog.text


def test_many_objects_are_read_in_the_time_of_a_request():
    many = raw(dict.fromkeys(range(4, 20000), b"<</Type/StructElem/S/P/P 3 0 R/K[0 1]>>"))
    assert verdict("a.pdf", many) is None


def test_the_reader_is_stopped_when_it_takes_too_long_and_the_request_pays(monkeypatch):
    forever = [sys.executable, "-c", "while True: pass"]
    monkeypatch.setattr("workflows.files.pdf.READER", forever)
    allowance = Allowance(seconds=0.2)
    started = time.monotonic()
    assert refusal("a.pdf", unseen(), allowance=allowance).code == "too_complex"
    assert refusal("b.pdf", unseen(), allowance=allowance).code == "too_much_at_once"
    assert time.monotonic() - started < 10


def test_the_reader_is_told_nothing_of_the_server(monkeypatch):
    monkeypatch.setenv("OSE_SECRET_KEY", "secret")
    telling = [
        sys.executable,
        "-c",
        "import os; print(os.environ.get('OSE_SECRET_KEY', ''), end='')",
    ]
    monkeypatch.setattr("workflows.files.pdf.READER", telling)
    assert verdict("a.pdf", unseen()) is None


@given(
    name=st.sampled_from(sorted(HONEST)),
    edits=st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_no_change_to_an_honest_file_makes_the_reading_fail(name, edits):
    content = bytearray(HONEST[name])
    for position, value in edits:
        content[position % len(content)] = value
    assert finding(io.BytesIO(content)) in {"", *MESSAGES}
