"""Words found in the singular or in the plural, whichever was typed.

A rule of spelling, not a dictionary: it finds a little too much (« temps » finds « température »)
rather than too little, and never asks for a word in full, since words are found by their beginning.
"""

from directory.organisations.folding import fold

SHORTEST = 4  # « bus », « os » or « ess » are no plurals

Sought = tuple[str, ...]


def sought(text: str) -> list[Sought]:
    """Each word of `text`, as the beginnings of words by which it may be found."""
    return [beginnings(word) for word in fold(text).split()]


def beginnings(word: str) -> Sought:
    """What the words begin with that a folded `word` finds: « sociaux » gives « social » too."""
    if len(word) < SHORTEST:
        return (word,)
    if word.endswith("aux"):
        stem = word.removesuffix("aux")
        return (f"{stem}au", f"{stem}al", f"{stem}ail")
    if word.endswith(("s", "x")):
        return (word[:-1],)
    if word.endswith("al"):
        return (word, f"{word[:-1]}ux")
    if word.endswith("ail"):
        return (word, f"{word[:-2]}ux")
    return (word,)
