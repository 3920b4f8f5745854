"""The addresses of an application's pages."""

from django.urls import reverse

from labelling.instruction.models import Application


def page_url(name: str, application: Application, *args: str) -> str:
    """The URL of one of its pages, among those of its kind."""
    return reverse(f"{application.pages}:{name}", args=[application.pk, *args])
