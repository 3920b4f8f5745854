"""What time brings to the directory."""

from datetime import datetime

from directory.operations.recognitions import apply_time
from workflows.ticking import Counts, on_tick


@on_tick("recognitions")
def recognitions(at: datetime) -> Counts:
    """Recognitions start, are renewed, expire."""
    return apply_time(at)
