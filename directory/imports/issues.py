"""What is wrong with a file of labels, said where it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """`row` as a spreadsheet numbers it, `column` its heading; 0 and empty: the file itself."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"ligne {self.row}" if self.row else "fichier"
        return (
            f"{place}, {self.column}\u00a0: {self.message}"
            if self.column
            else f"{place}\u00a0: {self.message}"
        )


class ImportRefused(Exception):
    """Nothing was written; `issues` says why, each at its place."""

    def __init__(self, issues: list[Issue]) -> None:
        super().__init__("; ".join(map(str, issues)))
        self.issues = issues


def refused(message: str, *, row: int = 0, column: str = "") -> ImportRefused:
    return ImportRefused([Issue(row, column, message)])
