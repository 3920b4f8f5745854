"""Django's entrance: every model of the desk. We import each from its feature."""

from labelling.desk.filters.models import SavedFilter
from labelling.desk.renewals.models import CalendarLink

__all__ = ["CalendarLink", "SavedFilter"]
