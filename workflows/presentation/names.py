"""Names of organisations after « de » and « à »: « des Jardins », « aux Jardins », « d’Alma ».

The article that begins a name contracts with the preposition, whatever the case of the name:
« LE RELAIS » gives « du RELAIS ». What cannot be told from the letters alone (the h, the y) follows
what dictionaries say of the usual words, and is not elided otherwise: « de Alma » hurts,
« de Hamelin » does not.
"""

import re
import unicodedata

_ARTICLE = re.compile(r"(les|le|la)\s+(?=\S)|(l)\s*[’'‘`]\s*(?=\S)", re.IGNORECASE)
_OF = {"les": "des ", "le": "du ", "la": "de la ", "l": "de l’"}
_TO = {"les": "aux ", "le": "au ", "la": "à la ", "l": "à l’"}
# Words in h before which one elides, by their beginning, folded: « d’Habitat », « d’Horizon ».
_MUTE_H = re.compile(
    r"h(abi(t|l)|armoni|ebdo|ecta|elio|emi|eraul|erb(?!ert)|eritag|ermin|eure|exa|ippo|irondel"
    r"|isto|iver|omm|onn|onor|opital|oriz|orlog|orti|osp|ote|uil|uitr|um(a|e|i|o|u)|y)"
)
# Words that begin by a vowel and take « de » whole: « de Onze », « de Oui ».
_NOT_ELIDED = re.compile(r"(onz|oui\b|ouistiti)")
# A y is a vowel before a consonant, and in these: « d’Yves », « d’Yeu », but « de Yoga ».
_VOWEL_Y = re.compile(r"y([^aeiouy\W\d]|eu(x|se)?\b)")


def of_name(name: str) -> str:
    """Return « des Jardins de Cocagne » for « Les Jardins de Cocagne », « d’Alma » for « Alma »."""
    name = name.strip()
    article = _ARTICLE.match(name)
    if article:
        return _OF[_which(article)] + name[article.end() :]
    return f"d’{name}" if _is_elided(name) else f"de {name}"


def to_name(name: str) -> str:
    """Return « aux Jardins de Cocagne » for « Les Jardins de Cocagne », « à Alma » for « Alma »."""
    name = name.strip()
    article = _ARTICLE.match(name)
    if article:
        return _TO[_which(article)] + name[article.end() :]
    return f"à {name}"


def _which(article: re.Match[str]) -> str:
    return (article[1] or article[2]).lower()


def _is_elided(name: str) -> bool:
    """Whether « de » loses its vowel before `name`."""
    folded = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(char for char in folded if not unicodedata.combining(char)).lower()
    letters = letters.replace("æ", "ae")
    if letters.startswith("h"):
        return bool(_MUTE_H.match(letters)) and not _is_acronym(name)
    if letters.startswith("y"):
        return bool(_VOWEL_Y.match(letters))
    return letters[:1] in tuple("aeiou") and not _NOT_ELIDED.match(letters)


def _is_acronym(name: str) -> bool:
    """« HLM »: upper case without a vowel to read it by."""
    word = re.split(r"[\s-]", name, maxsplit=1)[0]
    return word.isupper() and not re.search(r"[AEIOUYÉÈÊÔ]", word)
