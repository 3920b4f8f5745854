"""How wide a label is, without a browser: Arial Bold's advance widths, the widest we may meet."""

# Letters by advance width, in thousandths of the font size.
LETTERS = {
    280: " \u00a0,.'’ijlIîï|/",
    335: "ft()-:;",
    390: "r*",
    556: "acksvxyzçàâ0123456789",
    611: "bdeghnopquéèêëôùûü?",
    722: "ABCDFHKNRSUXYÉÈÊÀÂÇ&",
    780: "GOQwÔŒœ«»…",
    890: "mM",
    945: "W",
}
ADVANCES = {letter: advance for advance, letters in LETTERS.items() for letter in letters}
OTHER_ADVANCE = 700


def text_width(text: str, size: float = 14.0) -> float:
    """Return the width of one line of `text` at `size`, in the unit of `size`."""
    return sum(ADVANCES.get(letter, OTHER_ADVANCE) for letter in text) * size / 1000


def split_label(label: str) -> list[str]:
    """Cut a label into two lines of near equal width, at a space; one line if it has none."""
    words = label.split(" ")
    if len(words) == 1:
        return [label]
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(text_width(part) for part in cut)))
