"""Django's entrance: every model of the desk. We import each from its feature."""

from labelling.desk.batches.models import Batch, BatchItem
from labelling.desk.filters.models import SavedFilter
from labelling.desk.renewals.models import CalendarLink

__all__ = ["Batch", "BatchItem", "CalendarLink", "SavedFilter"]
