"""What time brings to the files that nobody took up: they are kept no longer than needed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from directory.imports.drafts import forget
from directory.imports.models import ImportDraft
from workflows.background.ticking import Due, on_tick

KEPT = timedelta(days=7)


@on_tick("label_imports", "forgotten")
def label_imports(at: datetime) -> Iterator[Due]:
    """Each file that was sent a week ago, and that nobody confirmed."""
    left = ImportDraft.objects.filter(confirmed_at=None, sent_at__lte=at - KEPT)
    for draft in left.select_related("file").order_by("pk"):
        yield Due(
            row=draft,
            does=("forgotten",),
            words="Oublier un fichier de labels",
            why=f"envoyé il y a {KEPT.days} jours, et jamais repris",
            do=partial(_forget, draft.pk),
        )


def _forget(pk: int) -> bool:
    left = ImportDraft.objects.filter(pk=pk, confirmed_at=None)
    draft = left.select_for_update(of=("self",)).first()
    if draft is None:
        return False
    forget(draft)
    return True
