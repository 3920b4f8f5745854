"""What charters prove: the text is the one digested, the signature of that text."""

from collections.abc import Iterator

from django.db.models import F

from directory.charters.models import CharterVersion, Signature
from directory.charters.operations import digest_of
from workflows.proof.registry import proof


@proof("Chartes")
def texts_are_those_digested() -> Iterator[str]:
    for version in CharterVersion.objects.order_by("pk"):
        if digest_of(version.text) != version.digest:
            yield f"{version} : le texte n’est plus celui de son empreinte"


@proof("Signatures")
def signatures_are_of_their_text() -> Iterator[str]:
    for signature in Signature.objects.exclude(digest=F("version__digest")).order_by("pk"):
        yield f"signature {signature.pk} : l’empreinte n’est pas celle du texte signé"
