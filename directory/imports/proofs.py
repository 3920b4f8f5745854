"""What imports prove: the numbers that they passed over, and the labels that they took up."""

from collections.abc import Iterator

from directory.imports.models import LabelImport
from directory.recognitions.models import Recognition
from workflows.numbering import numbered
from workflows.proof.registry import proof


@numbered
def skipped_numbers() -> Iterator[str]:
    """Those that a later import gave to a label are told by the label."""
    skipped = {
        number
        for given in LabelImport.objects.values_list("skipped", flat=True)
        for number in given
    }
    if skipped:
        yield from skipped - set(Recognition.objects.values_list("number", flat=True))


@proof("Labels importés")
def imported_labels_come_from_an_import() -> Iterator[str]:
    """Each names the import that took it up, done by the same."""
    rows = LabelImport.history.filter(history_type="+")
    done = set(rows.values_list("case_ptr_id", "actor"))
    taken = Recognition.history.filter(transition="import")
    for number, case_id, actor in taken.values_list("number", "case_id", "actor"):
        if (case_id, actor) not in done:
            yield f"{number} : aucun import ne l’a repris"
