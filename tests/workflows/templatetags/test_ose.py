"""The components of our pages, rendered by their tags."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string

from workflows.presentation.flow import Diagram, Node

NBSP = "\u00a0"
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
# A letter is read outside of the site, where no policy holds, and can call for no sheet.
PAGES = [path for path in TEMPLATES if path.parent.name != "mail"]
SPRITE = Path(settings.BASE_DIR) / "static" / "ose" / "icons.svg"


class Page(HTMLParser):
    """The elements of a page, as (tag, attributes), and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"[ \n]+", " ", "".join(self.words)).strip()

    def all(self, tag: str, css: str = "") -> list[dict[str, str | None]]:
        return [
            attrs
            for name, attrs in self.elements
            if name == tag and (not css or css in (attrs.get("class") or "").split())
        ]

    @property
    def ids(self) -> set[str]:
        return {ident for _, attrs in self.elements if (ident := attrs.get("id"))}


def render(source: str, **context: Any) -> str:
    return engines["django"].from_string("{% load ose %}" + source).render(context)


def page(source: str, **context: Any) -> Page:
    return Page(render(source, **context))


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ v|fr_date }}", date(2026, 3, 12), "12 mars 2026"),
        ("{{ v|fr_date }}", date(2026, 5, 1), "1er mai 2026"),
        ("{{ v|fr_date }}", None, ""),
        ("{{ v|fr_day }}", date(2026, 8, 31), "31 août"),
        (
            "{{ v|fr_datetime }}",
            datetime(2026, 11, 13, 8, 12, tzinfo=UTC),
            "13 novembre 2026, 9 h 12",
        ),
        ("{{ v|fr_datetime }}", datetime(2026, 7, 1, 22, 0, tzinfo=UTC), "2 juillet 2026, 0 h"),
        ("{{ v|fr_datetime }}", date(2026, 11, 2), "2 novembre 2026"),
        ("{{ v|fr_time }}", datetime(2026, 7, 1, 16, 5, tzinfo=UTC), "18 h 05"),
        ("{{ v|file_size }}", 0, "0 octet"),
        ("{{ v|file_size }}", 999, "999 octets"),
        ("{{ v|file_size }}", 999_600, "1 Mo"),
        ("{{ v|file_size }}", 340_000, "340 ko"),
        ("{{ v|file_size }}", 1_234_567, "1,2 Mo"),
        ("{{ v|file_size }}", 20_000_000, "20 Mo"),
        ('{{ v|fr_count:"dossier,dossiers" }}', 0, "0 dossier"),
        ('{{ v|fr_count:"dossier,dossiers" }}', 2, "2 dossiers"),
        ('{{ v|fr_count:"dossier,dossiers" }}', 41_847, "41 847 dossiers"),
        ("{{ v|fr_number }}", 9_999, "9999"),
        ("{{ v|fr_number }}", 10_000, "10 000"),
        ("{{ v|fr_number }}", 1_234_567, "1 234 567"),
    ],
)
def test_french_words_keep_together(source: str, value: Any, expected: str) -> None:
    head, _, tail = expected.partition(", ")
    no_break = head.replace(" ", NBSP) + (", " + tail.replace(" ", NBSP) if tail else "")
    assert render(source, v=value) == no_break


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2026, 11, 13, 8, 12, 7, 123456, tzinfo=UTC), "2026-11-13T09:12:07+01:00"),
        (date(2026, 11, 13), "2026-11-13"),
    ],
)
def test_a_machine_reads_an_instant_to_the_second(value: date, expected: str) -> None:
    assert render("{{ v|instant }}", v=value) == expected


def test_a_long_date_names_the_day() -> None:
    assert render("{{ v|fr_long_date }}", v=date(2026, 12, 10)) == (
        "jeudi 10\u00a0décembre\u00a02026"
    )


@time_machine.travel(datetime(2026, 11, 30, 23, 30, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (date(2026, 12, 4), "il reste 3\u00a0jours"),
        (date(2026, 12, 2), "il reste 1\u00a0jour"),
        (date(2026, 12, 1), "dernier jour"),
        (date(2026, 11, 29), "2\u00a0jours de retard"),
    ],
)
def test_days_left_count_from_the_day_in_paris(deadline: date, expected: str) -> None:
    assert render("{{ v|days_left }}", v=deadline) == expected


PRINCIPLES = ["Questionnement", "Parties prenantes", "Pratiques", "Plan", "AG", "Accès"]


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        (
            ["done", "done", "done", "part", "done", "none"],
            "Quatre principes sur six étayés par vous\u00a0: Questionnement, Parties prenantes, "
            "Pratiques et AG. Commencé\u00a0: Plan. À faire\u00a0: Accès.",
        ),
        (
            ["part", "none", "none", "none", "none", "none"],
            "Un principe sur six commencé\u00a0: Questionnement. À faire\u00a0: Parties "
            "prenantes, Pratiques, Plan, AG et Accès.",
        ),
        (["none"] * 6, "Aucun principe n’est encore commencé."),
        (["done"] * 6, "Les six principes sont étayés par vous."),
        (
            ["found", "found", "ask", "miss", "done", "done"],
            "Deux principes sur six établis\u00a0: Questionnement et Parties prenantes. Étayés par "
            "vous\u00a0: AG et Accès. À préciser\u00a0: Pratiques. Non établi\u00a0: Plan.",
        ),
        (["ok"] * 6, "Les six principes sont établis."),
    ],
)
def test_the_rosace_says_in_words_what_it_draws(statuses: list[str], sentence: str) -> None:
    drawn = page("{% rosace p %}", p=list(zip(statuses, PRINCIPLES, strict=True)))
    (svg,) = drawn.all("svg")
    assert svg["role"] == "img"
    assert svg["aria-label"] == sentence
    assert [path["class"] for path in drawn.all("path")] == [f"p p-{s}" for s in statuses]


def test_a_rosace_has_no_seventh_petal() -> None:
    with pytest.raises(ValueError, match="six petals"):
        render("{% rosace p %}", p=[("done", "x")] * 7)


def test_the_diagram_is_a_picture_and_the_same_list() -> None:
    diagram = Diagram(
        main=[
            Node("a", "Déposé", "done"),
            Node("b", "En instruction", "here"),
            Node("c", "Validé"),
        ],
        side=[Node("s", "À compléter", "todo", under="b")],
        edges=[("a", "b", None), ("b", "c", None), ("b", "s", "demander"), ("s", "b", None)],
    )
    drawn = page("{% flow_diagram d %}", d=diagram)
    (svg,) = drawn.all("svg", "o-flow")
    assert svg["aria-hidden"] == "true"
    assert re.fullmatch(r"0 \d+ 1120 \d+", svg["viewbox"] or "")
    assert not re.search(r'[xy]="\d+,\d', render("{% flow_diagram d %}", d=diagram))
    assert [item.get("aria-current") for item in drawn.all("li")] == [None, "step", None]
    assert "Autres suites possibles\u00a0: À compléter" in drawn.text


def test_the_path_marks_the_current_step() -> None:
    steps = [
        SimpleNamespace(label="Charte signée", note="12 mars", status="done"),
        SimpleNamespace(label="Dépôt", note="", status="here"),
        SimpleNamespace(label="Comité", note="", status="todo"),
    ]
    drawn = page("{% path s %}", s=steps)
    assert [li.get("class") for li in drawn.all("li")] == ["is-done", "is-here", None]
    assert "Charte signée , fait 12 mars" in drawn.text


def test_the_timeline_folds_what_changed() -> None:
    entry = SimpleNamespace(
        title="Compléments demandés",
        when=datetime(2026, 11, 9, 14, 3, tzinfo=UTC),
        by="Sacha Guérin",
        reason="PV non signé.",
        tone="wait",
        changes=[("Échéance", "", "30 novembre")],
    )
    bare = SimpleNamespace(
        title="Dépôt", when=date(2026, 11, 2), by="", reason="", tone="", changes=()
    )
    drawn = page("{% timeline e %}", e=[entry, bare])
    assert [time["datetime"] for time in drawn.all("time")] == [
        "2026-11-09T15:03:00+01:00",
        "2026-11-02",
    ]
    assert len(drawn.all("details")) == 1
    assert "30 novembre" in drawn.text
    assert "vide" not in drawn.text


def test_the_timeline_escapes_every_word() -> None:
    word = "<i>&"
    entry = SimpleNamespace(
        title=word, when=date(2026, 11, 2), by=word, reason=word, tone="ok",
        changes=[(word, word, word)],
    )  # fmt: skip
    drawn = page("{% timeline e %}", e=[entry])
    assert drawn.all("i") == []
    assert drawn.text.count(word) == 7


def test_what_is_missing_links_to_where_it_is_met() -> None:
    items = [
        SimpleNamespace(message="Décrire l’accessibilité", url="/p6/", hint="Principe 6"),
        SimpleNamespace(message="La signature de la présidente", url="", hint=""),
    ]
    drawn = page("{% missing items %}", items=items)
    assert [link["href"] for link in drawn.all("a")] == ["/p6/"]
    assert len(drawn.all("li")) == 2
    assert render("{% missing items %}", items=[]).strip() == ""


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            "8 2 2 6",
            "8 présents et 2 représentés sur 12 membres pouvant voter ; quorum à 6, atteint.",
        ),
        ("1 0 11 6", "1 présent sur 12 membres pouvant voter ; quorum à 6, non atteint."),
    ],
)
def test_quorum_draws_one_seat_a_member(counts: str, sentence: str) -> None:
    drawn = page(f"{{% quorum_seats {counts} %}}")
    present, represented, absent, _ = map(int, counts.split())
    looks = [(circle["class"] or "").split()[1:] for circle in drawn.all("circle")]
    assert looks == [["on"]] * present + [["proxy"]] * represented + [[]] * absent
    (svg,) = drawn.all("svg")
    assert svg["aria-label"] == sentence.replace(" ;", "\u00a0;")


@pytest.mark.parametrize(
    ("status", "words", "linked"),
    [
        ("pending", "Analyse en cours", False),
        ("clean", "Saine", True),
        ("unscanned", "Non analysée", True),
        ("infected", "Refusée", False),
    ],
)
def test_a_file_says_what_its_scan_found(status: str, words: str, linked: bool) -> None:
    url = "/piece/1/" if linked else None
    file = SimpleNamespace(name="pv.pdf", url=url, size_label="1,2 Mo", status=status)
    drawn = page("{% file_list files %}", files=[file])
    assert words in drawn.text
    assert bool(drawn.all("a")) is linked


def test_an_error_is_announced_at_once_and_a_success_politely() -> None:
    assert page("{% toast m %}", m=Message(SUCCESS, "Fait.")).all("div")[0]["role"] == "status"
    assert page("{% toast m %}", m=Message(ERROR, "Perdu.")).all("div")[0]["role"] == "alert"
    assert "&lt;b&gt;" in render("{% toast m %}", m=Message(ERROR, "<b>"))


def test_crumbs_end_on_the_page() -> None:
    drawn = page('{% crumbs "Dossiers" "/d/" "D-2026-014" %}')
    assert [link["href"] for link in drawn.all("a")] == ["/d/"]
    assert drawn.all("li")[-1]["aria-current"] == "page"


class EveryWidget(forms.Form):
    title = forms.CharField(label="Intitulé", help_text="Une phrase.")
    email = forms.EmailField(label="Adresse")
    secret = forms.CharField(label="Mot de passe", widget=forms.PasswordInput)
    body = forms.CharField(label="Texte", widget=forms.Textarea, required=False)
    theme = forms.ChoiceField(label="Domaine", choices=[("g", "Gouvernance")])
    day = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}))
    vote = forms.ChoiceField(
        label="Avis",
        choices=[("a", "Établi"), ("b", "À préciser")],
        widget=forms.RadioSelect,
        help_text="Motivez.",
    )
    told = forms.MultipleChoiceField(
        label="Instances",
        choices=[("ca", "CA"), ("cse", "CSE")],
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.FileField(label="Procès-verbal")
    present = forms.IntegerField(label="Présents", widget=forms.NumberInput(attrs={"class": "x"}))
    start = forms.SplitDateTimeField(label="Début")
    certified = forms.BooleanField(label="Je certifie")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("L’ensemble ne tient pas.")


FORM = "{% form_errors form %}{% for f in form %}{% field f %}{% endfor %}"
CONTROLS = ("input", "select", "textarea")


def test_every_control_has_a_name() -> None:
    drawn = page(FORM, form=EveryWidget())
    labelled = {label["for"] for label in drawn.all("label")}
    for tag in CONTROLS:
        for control in drawn.all(tag):
            if control.get("type") != "hidden":
                assert control["id"] in labelled or control["aria-label"]
    assert len(drawn.all("fieldset")) == len(drawn.all("legend")) == 3
    assert not drawn.all("div", "o-errors")


def test_optional_fields_say_so_unless_told_not_to() -> None:
    form = EveryWidget()
    assert "(facultatif)" in render("{% field f %}", f=form["body"])
    assert "(facultatif)" not in render("{% field f mark_optional=False %}", f=form["body"])
    assert "(facultatif)" not in render("{% field f %}", f=form["title"])


def test_a_widget_keeps_its_own_class() -> None:
    (control,) = page("{% field f %}", f=EveryWidget()["present"]).all("input")
    assert control["class"] == "x form-control"


def test_errors_are_summed_up_linked_and_described() -> None:
    form = EveryWidget({"title": ""})
    drawn = page(FORM, form=form)
    (summary,) = drawn.all("div", "o-errors")
    assert summary["role"] == "alert"
    assert summary["tabindex"] == "-1"
    assert "autofocus" in summary
    assert drawn.text.startswith("13 points à reprendre L’ensemble ne tient pas.")
    targets = [(link["href"] or "").removeprefix("#") for link in drawn.all("a")]
    assert len(targets) == 11
    assert set(targets) <= drawn.ids
    (title,) = (control for control in drawn.all("input") if control.get("name") == "title")
    assert title["aria-invalid"] == "true"
    assert title["aria-describedby"] == "id_title_help id_title_errors"
    described = [
        attrs["aria-describedby"] for _, attrs in drawn.elements if "aria-describedby" in attrs
    ]
    assert {ident for value in described for ident in (value or "").split()} <= drawn.ids


def test_a_list_of_choices_is_described_as_a_whole() -> None:
    drawn = page("{% field f %}", f=EveryWidget({})["vote"])
    (fieldset,) = drawn.all("fieldset")
    assert fieldset["aria-describedby"] == "id_vote_help id_vote_errors"
    for radio in drawn.all("input"):
        assert not {"aria-invalid", "aria-describedby"} & set(radio)


def test_what_was_typed_stays_typed() -> None:
    html = render("{% field f %}", f=EveryWidget({"title": "Un « titre » <i>"})["title"])
    assert 'value="Un « titre » &lt;i&gt;"' in html


def test_icons_named_in_templates_are_drawn() -> None:
    drawn = set(re.findall(r'id="i-([\w-]+)"', SPRITE.read_text()))
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r'{% icon "([\w-]+)" %}', template.read_text())
    }
    assert named
    assert named <= drawn


@pytest.mark.parametrize("template", PAGES, ids=lambda path: path.name)
def test_pages_obey_the_content_policy(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert "//cdn" not in source


def test_the_shell_lets_one_skip_the_menu() -> None:
    nav = [SimpleNamespace(label="Dossiers", url="/d/", current=True, count=18)]
    drawn = Page(render_to_string("base.html", {"nav": nav, "source_url": "/source/"}))
    assert drawn.all("html")[0]["lang"] == "fr"
    assert drawn.all("a")[0]["href"] == "#contenu"
    assert "contenu" in drawn.ids
    assert [link["aria-current"] for link in drawn.all("a") if link["href"] == "/d/"] == ["page"]
    assert drawn.all("a")[-1]["href"] == "/source/"


def test_a_name_after_de_or_a_contracts_and_stays_escaped() -> None:
    shown = render("{{ o|fr_of }}, {{ o|fr_to }}", o="Les <Jardins>")
    assert shown == "des &lt;Jardins&gt;, aux &lt;Jardins&gt;"


def test_a_text_is_cut_after_a_word_and_says_so_against_it() -> None:
    shown = render("{{ t|first_words:2 }}", t="Trois soirées <ensemble>")
    assert shown == "Trois soirées…"
    assert render("{{ t|first_words:9 }}", t="Trois <b>") == "Trois &lt;b&gt;"
