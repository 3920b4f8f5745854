"""What the desk keeps for somebody goes with them."""

from typing import Any

from django.dispatch import receiver

from directory.accounts.operations import person_erased
from directory.people.models import User
from labelling.desk.batches.models import Batch
from labelling.desk.filters.models import SavedFilter
from labelling.desk.renewals.models import CalendarLink


@receiver(person_erased)
def forget(user: User, **kwargs: Any) -> None:
    Batch.objects.filter(person=user).delete()
    CalendarLink.objects.filter(person=user).delete()
    SavedFilter.objects.filter(person=user).delete()
