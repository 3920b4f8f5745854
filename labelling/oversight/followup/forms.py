"""What whoever complains types: from no account and, if they wish, from no address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from directory.recognitions.models import Recognition
from labelling.oversight.complaints.enums import KIND_OF, About
from labelling.oversight.complaints.files import without_author
from labelling.oversight.followup.whom import MOST_OFFERED, recognitions_known_as
from labelling.oversight.identities.models import Identity
from labelling.oversight.receipts.numbers import NoReceipt, read_receipt
from workflows.files import FileRefused, megabytes, safe_name
from workflows.files.stripping import STRIPPERS
from workflows.pages.forms import LineField, LongText
from workflows.pages.traps import Trapped
from workflows.pages.uploads import FilesField, FilesInput, WithFiles

MOST_WORDS = 15_000  # characters: six pages
FEWEST_WORDS = 20
TOO_LONG = (
    "Ce texte dépasse 15\u00a0000 caractères, soit six pages. Gardez les faits\u00a0: vous pourrez "
    "ajouter la suite avec votre reçu."
)
UNKNOWN = (
    "Nous ne trouvons rien sous ce nom ni ce numéro. Vérifiez l’orthographe, ou cherchez dans le "
    "registre public ou l’annuaire."
)
SEVERAL = "Plusieurs répondent à ce nom\u00a0: choisissez ci-dessous."
TOO_MANY_NAMED = "Beaucoup répondent à ce nom\u00a0: écrivez-le en entier, ou donnez le numéro."
WHOM_REQUIRED = "Dites de qui il s’agit\u00a0: son nom, ou le numéro de son label."
SLIP = "Un chiffre de ce reçu ne va pas, ou deux sont échangés. Relisez-le."
NO_RECEIPT = "Un reçu compte seize chiffres, comme 1234\u00a05678\u00a09012\u00a03456."


class EvidenceInput(FilesInput):
    """Fewer files, of fewer types: those that we know how to strip."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        most = settings.OSE_COMPLAINT_BYTES
        limits = {
            "accept": ",".join(f".{extension}" for extension in STRIPPERS),
            "data-max-bytes": most,
            "data-max-total": most,
        }
        return super().build_attrs(*args, **kwargs) | limits


class WithEvidence(WithFiles):
    """A form with files of somebody who must not be known by them; `copies` are what is kept."""

    copies: Sequence[UploadedFile[Any]] = ()

    uploads = FilesField(
        label="Pièces",
        required=False,
        widget=EvidenceInput(attrs={"multiple": True}),
        help_text="PDF, photo (JPEG, PNG, WebP) ou texte\u00a0: 5 fichiers et 10\u00a0Mo au plus "
        "à la fois. Leur nom et ce qu’ils disent de leur auteur (appareil, lieu, date) ne sont pas "
        "gardés\u00a0; ce qu’ils montrent, si.",
    )

    def clean_uploads(self) -> Sequence[UploadedFile[Any]]:
        sent: Sequence[UploadedFile[Any]] = self.cleaned_data["uploads"] or []
        most, in_all = settings.OSE_COMPLAINT_FILES, settings.OSE_COMPLAINT_BYTES
        if len(sent) > most:
            raise ValidationError(
                f"Vous en avez choisi {len(sent)}, et la limite est de {most} à la fois. Gardez "
                "les plus parlantes\u00a0: vous pourrez ajouter les autres avec votre reçu.",
                code="too_many_files",
            )
        if sum(upload.size or 0 for upload in sent) > in_all:
            raise ValidationError(
                f"Ces fichiers pèsent plus de {megabytes(in_all)} ensemble. Envoyez-les en "
                "plusieurs fois, avec votre reçu.",
                code="too_large_together",
            )
        sound = super().clean_uploads()
        self.copies = [_copy(upload) for upload in sound]
        return sound


def _copy(upload: UploadedFile[Any]) -> UploadedFile[Any]:
    try:
        return without_author(upload)
    except FileRefused as refused:
        told = f"{safe_name(upload.name or '')}\u00a0: {refused.message_fr}"
        raise ValidationError(told, code=refused.code) from refused


class LodgeForm(Trapped, WithEvidence):
    """A complaint; `recognition` is whose it is about, `offered` those among whom to choose."""

    offered: Sequence[Recognition] = ()

    about = forms.ChoiceField(
        label="Votre réclamation concerne",
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites qui elle concerne."},
    )
    whom = LineField(
        label="Son nom, ou son numéro",
        required=False,
        max_length=200,
        help_text="Le nom de l’organisation, ou le numéro écrit sous son logo, comme "
        "OSE-2026-0001. Inutile si elle concerne la CRESS.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    which = forms.CharField(required=False, max_length=30)
    words = LongText(
        label="Ce qui s’est passé",
        rows=10,
        min_length=FEWEST_WORDS,
        max_length=MOST_WORDS,
        help_text="Ce que vous avez vu ou vécu, où et quand. N’écrivez pas ici qui vous êtes, ni "
        "rien qui le laisse deviner, si vous ne voulez pas que la personne qui vous lit le sache.",
        error_messages={
            "required": "Dites ce qui s’est passé.",
            "min_length": "Dites en une phrase au moins ce qui s’est passé.",
            "max_length": TOO_LONG,
        },
    )
    name = LineField(label="Votre nom", required=False, max_length=160)
    email = forms.EmailField(
        label="Votre adresse e-mail",
        required=False,
        max_length=254,
        error_messages={"invalid": "Cette adresse n’en est pas une\u00a0: nom@exemple.fr."},
    )
    phone = LineField(label="Votre téléphone", required=False, max_length=40)
    write_to_me = forms.BooleanField(
        label="Prévenez-moi par e-mail quand il y a du nouveau",
        required=False,
        help_text="L’e-mail dit seulement qu’il y a du nouveau, sans un mot de votre réclamation. "
        "Sans cette case, aucun e-mail ne part.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["recognition"] = None
        about = cleaned.get("about")
        if about and about != About.SCHEME:
            cleaned["recognition"] = self._recognition(About(about), cleaned)
        if cleaned.get("write_to_me") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error(
                "email", "Donnez une adresse, ou décochez la case\u00a0: où écrire\u00a0?"
            )
        return cleaned

    @property
    def identity(self) -> Identity:
        typed = self.cleaned_data
        return Identity(typed["name"], typed["email"], typed["phone"])

    def _recognition(self, about: About, cleaned: dict[str, Any]) -> Recognition | None:
        """The one that was meant; None, and said beside the field, for none or for several."""
        whom = cleaned.get("whom", "")
        if "whom" in self.errors:
            return None
        if not whom:
            self.add_error("whom", WHOM_REQUIRED)
            return None
        found = recognitions_known_as(whom, KIND_OF[about])
        chosen = [one for one in found if one.number == cleaned.get("which")]
        if len(chosen or found) == 1:
            return (chosen or found)[0]
        if len(found) > MOST_OFFERED:
            self.add_error("whom", TOO_MANY_NAMED)
        else:
            self.offered = found
            self.add_error("whom", SEVERAL if found else UNKNOWN)
        return None


class ReceiptForm(forms.Form):
    """A receipt. Its field is a secret: no page gives it back, no refusal repeats it."""

    secret = forms.CharField(
        label="Votre reçu",
        max_length=60,
        help_text="Les seize chiffres qui vous ont été donnés, avec ou sans espaces.",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": NO_RECEIPT, "max_length": NO_RECEIPT},
    )

    def clean_secret(self) -> str:
        try:
            return read_receipt(self.cleaned_data["secret"])
        except NoReceipt as wrong:
            told = SLIP if wrong.slip else NO_RECEIPT
            raise ValidationError(told, code="slip" if wrong.slip else "no_receipt") from wrong


class WriteForm(WithEvidence):
    """What whoever complained adds, or answers."""

    words = LongText(
        label="Ce que vous voulez ajouter",
        rows=6,
        max_length=MOST_WORDS,
        error_messages={"required": "Écrivez au moins une phrase.", "max_length": TOO_LONG},
    )
