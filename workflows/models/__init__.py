"""The engine's tables."""

from workflows.models.case import Case, Counter
from workflows.models.correspondence import Attachment, Message, ScanStatus, StoredFile
from workflows.models.heartbeat import Heartbeat
from workflows.models.process import Process, Task
from workflows.models.pseudonym import RetiredPseudonym

__all__ = [
    "Attachment",
    "Case",
    "Counter",
    "Heartbeat",
    "Message",
    "Process",
    "RetiredPseudonym",
    "ScanStatus",
    "StoredFile",
    "Task",
]
