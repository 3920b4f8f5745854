"""The addresses of an application's pages."""

from labelling.instruction.models import Application
from workflows.presentation.links import url_to

CRITERION = "critere"  # what the address of a filed application calls the criterion to show


def page_url(name: str, application: Application, *args: str) -> str:
    """The URL of one of its pages, among those of its kind."""
    return url_to(f"{application.pages}:{name}", application.pk, *args)


def criterion_url(application: Application, key: str) -> str:
    """Where the CRESS and the committee read one criterion, beside its files."""
    return f"{page_url('detail', application)}?{CRITERION}={key}#critere-{key}"
