"""A word takes its articles, whatever it begins with."""

import pytest

from workflows.presentation.french import Noun


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        (Noun("dossier"), ("ce dossier", "le dossier", "au dossier", "il")),
        (
            Noun("pétition", feminine=True),
            ("cette pétition", "la pétition", "à la pétition", "elle"),
        ),
        (Noun("examen"), ("cet examen", "l’examen", "à l’examen", "il")),
        (Noun("étude", feminine=True), ("cette étude", "l’étude", "à l’étude", "elle")),
    ],
)
def test_a_noun_with_its_articles(noun: Noun, said: tuple[str, ...]) -> None:
    assert (noun.this, noun.the, noun.to_the, noun.pronoun) == said
