"""What the public reads, as the scheme grows: register, annuaire, verification, open data.

Each list beside the least that a Django page can do for as many rows of the same tables; the rest,
beside one row. Exports are made by a process of their own, whose memory at its peak is told.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from random import Random
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView
from PIL import Image

from benchmarks.list_pages import fetch, key_of, statements
from benchmarks.measure import Figure, compare, processor_clock
from benchmarks.pages import PageFigure
from benchmarks.public_rows import OTHERS, fill
from directory.annuaire.search import PAGE_SIZE as OF_THE_ANNUAIRE
from directory.certificates.typesetting import certificate_pdf
from directory.certificates.words import certificate_facts
from directory.logo.picture import MOST_SIDE
from directory.recognitions.models import Recognition
from directory.register.exports import FORMATS
from directory.register.search import PAGE_SIZE as OF_THE_REGISTER
from tests import factories
from tests.directory.making import accompanist, label

SIZES = (1_000, 50_000)  # labels, and a tenth of accompanists
ROUNDS, TIMES = 9, 5
MINIMAL = Template(
    "{% load ose %}<!doctype html><title>OSE</title><table>{% for row in rows %}<tr>"
    "<td><a href=\"{% url 'minimal' row.number %}\">{{ row.organisation.name }}</a></td>"
    "<td>{{ row.organisation.place }}</td><td>{{ row.number }}</td>"
    "<td>{{ row.get_state_display }}</td><td>{{ row.valid_until|fr_date }}</td>"
    "{% if listed %}<td>{{ row.listing.presentation }}</td>"
    "<td>{% for one in row.listing.domains.all %}{{ one }} {% endfor %}</td>"
    "<td>{% for one in row.listing.departments.all %}{{ one }} {% endfor %}</td>{% endif %}"
    "</tr>{% endfor %}</table>"
)


MINIMAL_PAGE = Template(
    "{% load ose %}<!doctype html><title>OSE</title><h1>{{ row.organisation.name }}</h1>"
    "<p>{{ row.number }}, {{ row.get_state_display }}, {{ row.valid_until|fr_date }}</p>"
    "<ul>{% for step in row.history.all %}<li>{{ step.history_date|fr_date }}</li>{% endfor %}</ul>"
    "<p>{{ row.signature.version }}</p>"
    "<ol>{% for one in row.signature.version.principles.all %}<li>{{ one }}</li>{% endfor %}</ol>"
)


@dataclass(frozen=True, slots=True)
class PublicFigure(PageFigure):
    """A PageFigure, and what one page takes; `mebibytes` for what is told by its memory."""

    milliseconds: float = 0
    mebibytes: float = 0


@dataclass(frozen=True, slots=True)
class Public:
    """A page to measure, and the page that is the least for as many rows."""

    name: str
    url: str
    floor: str = "/labels/1/"


@method_decorator(login_not_required, name="dispatch")
class MinimalView(ListView):
    """As many rows of the same tables, as a view of Django's own lists them, and nothing else."""

    context_object_name = "rows"
    listed = False

    def get_queryset(self) -> Any:
        found = Recognition.objects.select_related("organisation").order_by("pk")
        if self.listed:
            found = found.filter(listing__isnull=False).select_related("listing")
            found = found.prefetch_related("listing__domains", "listing__departments")
        return found[: self.kwargs["rows"]]

    def render_to_response(self, context: Any, **more: Any) -> HttpResponse:
        return HttpResponse(MINIMAL.render(Context(context | {"listed": self.listed})))


@method_decorator(login_not_required, name="dispatch")
class MinimalPageView(DetailView):
    """One label with what its page reads: its history, the principles that were signed."""

    queryset = Recognition.objects.select_related("organisation", "signature__version__charter")
    context_object_name = "row"

    def render_to_response(self, context: Any, **more: Any) -> HttpResponse:
        return HttpResponse(MINIMAL_PAGE.render(Context(context)))


urlpatterns: list[Any] = [
    path("label/<int:pk>/", MinimalPageView.as_view()),
    path("labels/<int:rows>/", MinimalView.as_view()),
    path("accompagnateurs/<int:rows>/", MinimalView.as_view(listed=True)),
    path("minimal/<str:number>/", MinimalView.as_view(), name="minimal"),
]


def public_pages() -> list[PublicFigure]:
    """One figure a page and size, then the certificate, then each export."""
    today = timezone.localdate()
    granted = label(factories.organisation(), today)
    listed = accompanist(factories.organisation(), today)
    figures: list[PublicFigure] = []
    first: dict[str, float] = {}
    filled = 0
    for size in SIZES:
        fill(granted.signature, listed.signature, filled, size)
        filled = size
        for page in pages(size):
            figure = measure(page)
            smallest = first.setdefault(page.name, figure.ratio)
            figures.append(shown(figure, size=size, growth=round(figure.ratio / smallest, 2)))
    figures.append(shown(certificate("certificat", granted), size=1))
    figures.append(shown(certificate("certificat, logo lourd", granted, heavy_logo()), size=1))
    return [*figures, *(export(kind) for kind in FORMATS)]


def pages(size: int) -> Iterator[Public]:
    register, annuaire = reverse("directory:register"), reverse("directory:annuaire")
    deep = key_of(Recognition.objects.public(), size // 2)
    one = Recognition.objects.get(number="OSE-2020-0042")
    other = Recognition.objects.filter(listed=True, pk__gt=OTHERS).order_by("pk")[1]
    for name, query in {
        "registre": "",
        "registre, page loin": f"?apres={deep}",
        "registre, mots rares": f"?q=theatre+{size - 7}",
        "registre, mot courant": "?q=coop",
        "registre, département": "?departement=49",
        "registre, suspendus": "?validite=suspendu",
    }.items():
        yield Public(name, register + query, f"/labels/{OF_THE_REGISTER}/")
    for name, query in {
        "annuaire": "",
        "annuaire, mots rares": f"?q=recyclerie+{size - 10}",
        "annuaire, mot courant": "?q=gouvernance",
        "annuaire, département": "?departement=49",
        "annuaire, département rare": "?departement=2A",
        "annuaire, thème et offre": "?theme=social&offre=formation",
    }.items():
        yield Public(name, annuaire + query, f"/accompagnateurs/{OF_THE_ANNUAIRE}/")
    yield Public("fiche", other.get_absolute_url(), "/accompagnateurs/1/")
    yield Public("vérification, numéro", f"{reverse('directory:verify')}?code={one.number}")
    yield Public(
        "vérification, code", reverse("directory:verify_code", args=[one.code]), f"/label/{one.pk}/"
    )


def measure(page: Public) -> Figure:
    client = Client()

    def ours() -> None:
        fetch(client, page.url)

    def floor() -> None:
        with override_settings(ROOT_URLCONF=__name__):
            fetch(client, page.floor)

    return compare(
        page.name, ours, floor, sql=statements(ours), floor_sql=statements(floor),
        rounds=ROUNDS, times=TIMES, clock=processor_clock(),
    )  # fmt: skip


def heavy_logo() -> bytes:
    """The heaviest PNG that may be adopted: as many colours as pixels."""
    pixels = Random(0).randbytes(4 * MOST_SIDE * MOST_SIDE)  # noqa: S311 - a picture
    drawn = BytesIO()
    Image.frombytes("RGBA", (MOST_SIDE, MOST_SIDE), pixels).save(drawn, "PNG")
    return drawn.getvalue()


def certificate(name: str, recognition: Recognition, logo: bytes | None = None) -> Figure:
    """Its page typeset, warm, beside a minimal page."""
    client = Client()

    def ours() -> None:
        certificate_pdf(certificate_facts(recognition), logo)

    def floor() -> None:
        with override_settings(ROOT_URLCONF=__name__):
            fetch(client, "/labels/1/")

    return compare(
        name, ours, floor, sql=statements(ours), floor_sql=statements(floor),
        rounds=ROUNDS, times=TIMES, clock=processor_clock(),
    )  # fmt: skip


def shown(figure: Figure, *, size: int, growth: float = 0) -> PublicFigure:
    milliseconds = round(1000 / figure.per_second, 1)
    return PublicFigure(**asdict(figure), size=size, growth=growth, milliseconds=milliseconds)


def export(kind: str) -> PublicFigure:
    """Open data whole, in a process that does nothing else; beside one that makes none."""
    rows = Recognition.objects.public().count()
    spent, peak = made_apart(kind)
    _, idle = made_apart("")
    return PublicFigure(
        name=f"données ouvertes, {kind}",
        engine=connection.vendor,
        ratio=round(peak / idle, 2),
        sql=0,
        floor_sql=0,
        per_second=round(1 / spent, 2),
        floor_per_second=0,
        rounds=1,
        size=rows,
        milliseconds=round(1000 * spent),
        mebibytes=round(peak, 1),
    )


def made_apart(kind: str, module: str = "benchmarks.public_export") -> tuple[float, float]:
    """Seconds and MiB at the peak of a process that makes the export `kind` ("" for none)."""
    environment = os.environ | {"OSE_BENCH_SERVES": str(connection.settings_dict["NAME"])}
    command = [sys.executable, "-m", module, kind]
    told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    spent, peak = told.stdout.split()
    return float(spent), float(peak)
