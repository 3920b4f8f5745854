"""The title of a page that shows a form in error begins with « Erreur : »: `{% load titles %}`.

Said once, by the base template: a title is read first, in a tab or aloud, and comes in the source
before the forms that decide of it.
"""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString

from workflows.presentation.forms import ERRORS_SHOWN

register = template.Library()
TITLE = "<title>"
ERROR = "Erreur\u00a0: "


class TitledNode(template.Node):
    """A whole page: its title says whether one of the tags of forms showed an error in it."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        shown: list[str] = []
        with context.push(**{ERRORS_SHOWN: shown}):
            page = self.nodelist.render(context)
        return SafeString(page.replace(TITLE, f"{TITLE}{ERROR}", 1)) if shown else page


@register.tag
def titled(parser: Parser, token: Token) -> TitledNode:
    """`{% titled %}` … `{% endtitled %}`, around a page."""
    nodelist = parser.parse(("endtitled",))
    parser.delete_first_token()
    return TitledNode(nodelist)
