"""The addresses of a dossier's pages."""

from django.urls import reverse

from labelling.dossiers.models import Dossier


def page_url(name: str, dossier: Dossier, *args: str) -> str:
    """The URL of one of the dossier's pages."""
    return reverse(f"labelling:{name}", args=[dossier.pk, *args])
