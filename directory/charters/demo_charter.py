"""A charter in our own words, for the demo and the tests; the official text is loaded from a file.

Shaped as the official one, so that the same reading finds its six principles.
"""

from pathlib import Path

from directory.charters.charter_text import find_principles, first_title

PATH = Path(__file__).with_suffix(".txt")
TEXT = PATH.read_bytes().decode("utf-8")
TITLE = first_title(TEXT)
PRINCIPLES = find_principles(TEXT)
