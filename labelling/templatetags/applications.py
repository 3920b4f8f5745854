"""The addresses of an application's pages, whatever its kind: `{% load applications %}`."""

from django import template
from django.urls import reverse

from labelling.instruction.links import page_url
from labelling.instruction.models import Application

register = template.Library()


@register.simple_tag
def page(application: Application, name: str, *args: str) -> str:
    """One of its own pages: `{% page dossier "transition" "resubmit" %}`."""
    return page_url(name, application, *args)


@register.simple_tag
def listing(application: Application, name: str) -> str:
    """A list of its kind: `{% listing dossier "list" %}`, or "queue"."""
    return reverse(f"{application.pages}:{name}")
