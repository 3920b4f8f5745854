"""The addresses that any application has under its own, whatever its kind."""

from django.urls import URLPattern, path

from labelling.instruction.models import Application
from labelling.instruction.views.answers import ComplementsView
from labelling.instruction.views.reasoned import AppealView, WithdrawView
from labelling.instruction.views.requests import (
    DeclareAdmissibleView,
    ReassignView,
    RequestComplementsView,
)

VIEWS = {
    "complements": ("complements", ComplementsView),
    "recours": ("appeal", AppealView),
    "abandon": ("withdraw", WithdrawView),
    "demander-des-complements": ("request_complements", RequestComplementsView),
    "declarer-recevable": ("declare_admissible", DeclareAdmissibleView),
    "confier": ("reassign", ReassignView),
}


def application_urls(kind: type[Application]) -> list[URLPattern]:
    """The pages where an application of `kind` is answered, asked about, contested, confided."""
    return [
        path(f"<int:pk>/{address}/", view.as_view(model=kind), name=name)
        for address, (name, view) in VIEWS.items()
    ]
