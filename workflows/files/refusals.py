"""Why an uploaded file is refused, in words that say what to do about it."""

from django.core.exceptions import ValidationError

MESSAGES: dict[str, str] = {
    "not_accepted": ("Ce type de fichier n’est pas accepté. Envoyez un PDF, un ODT ou une image."),
    "keeps_author": (
        "Ce type de fichier garde le nom de qui l’a fait. Enregistrez-le en PDF, ou faites-en une "
        "photo, puis envoyez cette copie."
    ),
    "empty": "Ce fichier est vide.",
    "damaged": (
        "Ce fichier semble incomplet ou endommagé. Enregistrez-le à nouveau, puis renvoyez-le."
    ),
    "encrypted": (
        "Ce fichier est protégé par un mot de passe. Envoyez-le sans protection, pour qu’il "
        "puisse être lu."
    ),
    "macros": (
        "Ce fichier contient des macros. Enregistrez une copie sans macro, ou en PDF, puis envoyez "
        "cette copie."
    ),
    "event_script": (
        "Ce document lance un programme quand on l’ouvre ou qu’on y clique. Enregistrez une copie "
        "sans macro ni événement, ou en PDF, puis envoyez cette copie."
    ),
    "activex": (
        "Ce document contient des contrôles ActiveX. Retirez-les, ou enregistrez une copie en PDF, "
        "puis envoyez cette copie."
    ),
    "embedded": (
        "Ce document contient un autre fichier incorporé (objet OLE). Envoyez cet autre fichier à "
        "part, et une copie de ce document en PDF."
    ),
    "dde": (
        "Ce document contient une liaison DDE, qui peut lancer un programme. Supprimez-la, ou "
        "enregistrez une copie en PDF, puis envoyez cette copie."
    ),
    "external_template": (
        "Ce document va chercher son modèle ailleurs. Détachez ce modèle, ou enregistrez "
        "une copie en PDF, puis envoyez cette copie."
    ),
    "external_content": (
        "Ce document va chercher ailleurs une image, un objet ou un texte. Intégrez ce contenu au "
        "document, ou enregistrez une copie en PDF, puis envoyez cette copie."
    ),
    "data_source": (
        "Ce classeur interroge une autre source de données. Supprimez cette connexion, ou "
        "enregistrez une copie en PDF, puis envoyez cette copie."
    ),
    "doctype": (
        "Ce document contient une déclaration DOCTYPE, qu’un document bureautique n’a pas. "
        "Enregistrez-le à nouveau, ou en PDF, puis renvoyez-le."
    ),
    "pdf_script": (
        "Ce PDF contient un programme (JavaScript). Imprimez-le en PDF, puis envoyez cette copie."
    ),
    "pdf_launch": (
        "Ce PDF peut ouvrir un programme ou un autre fichier. Imprimez-le en PDF, puis envoyez "
        "cette copie."
    ),
    "pdf_exchange": (
        "Ce PDF envoie ou reçoit des données, comme un formulaire en ligne. Imprimez-le en PDF, "
        "puis envoyez cette copie."
    ),
    "pdf_attachment": (
        "Ce PDF contient un autre fichier en pièce jointe. Envoyez cet autre fichier à part, et ce "
        "document imprimé en PDF."
    ),
    "pdf_media": (
        "Ce PDF contient un son, une vidéo ou une image en 3D. Imprimez-le en PDF, puis envoyez "
        "cette copie."
    ),
    "pdf_xfa": (
        "Ce PDF est un formulaire XFA, que peu de logiciels ouvrent. Imprimez-le en PDF, puis "
        "envoyez cette copie."
    ),
    "too_complex": (
        "Ce PDF est trop complexe pour être vérifié. Imprimez-le en PDF, puis envoyez cette copie."
    ),
    "mixed": (
        "Ce fichier en contient un autre à sa suite. Enregistrez-le à nouveau, puis renvoyez-le."
    ),
    "unsafe_archive": (
        "La structure interne de ce fichier est anormale. Enregistrez-le à nouveau, ou en PDF, "
        "puis renvoyez-le."
    ),
    "bomb": (
        "Une fois décompressé, ce fichier prend une taille anormale. Enregistrez-le en PDF, "
        "puis renvoyez-le."
    ),
    "too_much_at_once": (
        "Ces fichiers sont trop lourds à vérifier ensemble. Envoyez celui-ci à part."
    ),
    "too_many_pixels": (
        "Cette image a trop de pixels pour être traitée. Réduisez ses dimensions, puis renvoyez-la."
    ),
}


class FileRefused(ValidationError):
    """An upload that is not kept: a stable ``code`` and one French sentence, ``message_fr``.

    The sentence defaults to the one of ``MESSAGES``; ``too_large``, ``too_many_files`` and
    ``mismatch`` bring their own.
    """

    def __init__(self, code: str, message_fr: str | None = None) -> None:
        self.message_fr = message_fr or MESSAGES[code]
        super().__init__(self.message_fr, code=code)


class NotThatType(Exception):
    """The content is not of the type the file's name announces."""
