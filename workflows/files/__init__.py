"""Files that people send: what they are, what they may carry, how they are scanned and kept."""

from workflows.files.inspection import (
    ACCEPTED_EXTENSIONS,
    Inspection,
    file_digest,
    inspect_upload,
    inspection_of,
    megabytes,
    safe_name,
    too_large,
)
from workflows.files.refusals import FileRefused

__all__ = [
    "ACCEPTED_EXTENSIONS",
    "FileRefused",
    "Inspection",
    "file_digest",
    "inspect_upload",
    "inspection_of",
    "megabytes",
    "safe_name",
    "too_large",
]
