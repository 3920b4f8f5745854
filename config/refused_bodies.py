"""Why what a visitor sends is not read, in the words of the page that says so."""

from django.conf import settings

MIB = 1024 * 1024


class BodyRefused(Exception):
    """Nothing was read, or not all: nothing is recorded."""

    status_code = 400
    title = ""
    reason = ""
    advice = ""


class TooLarge(BodyRefused):
    """More than what a page without a file takes."""

    status_code = 413
    title = "Cet envoi est trop volumineux"
    advice = "Raccourcissez le texte. Les fichiers se joignent sur les pages du dossier."

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.reason = f"Cette page reçoit {most // MIB}\u00a0Mo au plus."


class FilesTooLarge(TooLarge):
    """More than what a form with files takes."""

    advice = "Envoyez vos fichiers en plusieurs fois, ou réduisez les plus lourds."

    def __init__(self, most: int) -> None:
        super().__init__(most)
        each = settings.OSE_UPLOAD_MAX_BYTES // MIB
        self.reason = (
            f"Cette page reçoit {most // MIB}\u00a0Mo au plus en une fois, "
            f"et {each}\u00a0Mo au plus par fichier."
        )


class SignInFirst(BodyRefused):
    """Files from somebody whose session has ended, or never was."""

    status_code = 403
    title = "Votre session a pris fin"
    reason = "Seule une personne connectée peut envoyer des fichiers de cette taille."
    advice = "Reconnectez-vous dans un autre onglet, puis recommencez l’envoi."


class TooManyAtOnce(BodyRefused):
    """Large bodies under way: this person's, or everybody's."""

    status_code = 429
    title = "Trop d’envois à la fois"
    reason = "Le site reçoit encore d’autres fichiers."
    advice = "Attendez la fin des envois en cours, puis recommencez."


class TooSlow(BodyRefused):
    """Hardly anything comes."""

    status_code = 408
    title = "L’envoi s’est interrompu"
    reason = "Ce que vous envoyez n’arrivait plus assez vite."
    advice = "Vérifiez votre connexion, puis recommencez l’envoi."


def too_large(most: int) -> TooLarge:
    """The refusal of a body of more than `most` bytes."""
    plain = most <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return TooLarge(most) if plain else FilesTooLarge(most)
