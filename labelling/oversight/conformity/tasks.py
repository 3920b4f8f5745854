"""Making a conformity file, out of any request."""

from tempfile import TemporaryFile

from django.core.files import File
from django.utils import timezone
from django_tasks import task

from labelling.oversight.conformity.archive import write_file
from labelling.oversight.conformity.models import ConformityFile
from workflows.actors import Actor

KEPT = 5  # files; the older ones go


@task()
def make_file(pk: int) -> None:
    """Write it and keep it; run again, it does nothing more. It says so when it could not."""
    made = ConformityFile.objects.filter(pk=pk, ready_at=None, failed_at=None).first()
    if made is None:
        return
    try:
        with TemporaryFile() as whole:
            write_file(whole, reader=Actor.of(made.asked_by), progress=made.note)
            made.size = whole.tell()
            whole.seek(0)
            made.file.save(f"conformite-{pk}.zip", File(whole), save=False)
    except Exception:
        ConformityFile.objects.filter(pk=pk).update(failed_at=timezone.now())
        raise
    made.ready_at = timezone.now()
    made.save()
    _drop_older()


def _drop_older() -> None:
    kept = ConformityFile.objects.filter(ready_at__isnull=False).order_by("-pk")
    for old in kept[KEPT:]:
        old.file.delete(save=False)
        old.delete()
