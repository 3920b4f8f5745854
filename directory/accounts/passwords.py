"""Passwords that are guessed first, in French too.

Django knows the 20,000 most usual ones, nearly all English. People add to a usual word what a form
asks for: a capital, a year, a few marks, a 3 for an e. Those are taken off first, and what is left
must be more than words that everyone tries.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator as Theirs
from django.core.exceptions import ValidationError

# What French people type first: the keys of their keyboard, affection, months, teams, this site.
_WORDS = """
    motdepasse motdepass mdp passe secret bonjour bonsoir salut coucou soleil lune etoile amour
    jetaime jtaime moncoeur coeur doudou loulou chouchou cheri cherie bebe bisou bisous calin
    maman papa famille maison jardin chocolat fraise pomme citron cerise biscuit chat chaton
    chien cheval lapin dauphin papillon oiseau princesse prince ange licorne fleur rose azerty
    azertyuiop azer qsdf qsdfghjklm wxcvbn abcdef janvier fevrier mars avril mai juin juillet
    aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche
    printemps ete automne hiver vacances noel france paris nantes angers lemans laval vendee
    loire marseille lyon bretagne football basket rugby musique guitare liberte egalite
    fraternite bienvenue connexion compte utilisateur admin administrateur invite ordinateur
    internet bureau travail association cooperative label ose cress charte comite solidaire
    social le la les mon ma mes de du des un une et moi toi nous vous je tu est suis pour
"""
WORDS = frozenset(_WORDS.split())
LOOKALIKES = str.maketrans("013457@$€!", "oieastaaei")
LETTERS = re.compile(r"[a-z]+")
LONGEST_WORD = max(map(len, WORDS))


class CommonPasswordValidator(Theirs):
    """Refuses a usual password, dressed up or not, and words that everyone tries, end to end."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        if any(self._is_usual(core) for core in cores(password)):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def _is_usual(self, core: str) -> bool:
        return core in self.passwords or made_of_words(core)


def cores(password: str) -> Iterator[str]:
    """What is left of `password` without its dressing: ends, marks between, letters in disguise.

    Nothing when no letter is left: that is for another rule to refuse.
    """
    parts = unicodedata.normalize("NFKD", password).casefold()
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    for text in (plain, re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain).translate(LOOKALIKES)):
        letters = "".join(LETTERS.findall(text))
        if letters:
            yield letters


def made_of_words(letters: str) -> bool:
    """Whether `letters` are two WORDS at most, one of which may come again and again.

    Four words without link are a good password: it is few of them that are guessed.
    """
    reached: dict[int, frozenset[frozenset[str]]] = {0: frozenset([frozenset()])}
    for end in range(1, len(letters) + 1):
        ways = {
            used | {letters[start:end]}
            for start in range(max(0, end - LONGEST_WORD), end)
            if letters[start:end] in WORDS
            for used in reached.get(start, ())
        }
        reached[end] = frozenset(way for way in ways if len(way) <= 2)
    return bool(reached[len(letters)])
