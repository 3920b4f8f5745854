"""The engine's tables."""

from workflows.models.case import Case, Counter
from workflows.models.correspondence import Attachment, Message, ScanStatus, StoredFile
from workflows.models.process import Process, Task

__all__ = [
    "Attachment",
    "Case",
    "Counter",
    "Message",
    "Process",
    "ScanStatus",
    "StoredFile",
    "Task",
]
