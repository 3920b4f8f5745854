"""A letter that came back, as the server that returns it tells (RFC 3464).

Read from bytes that anybody may have written: what is found here is believed only where it names
a letter of ours (`noting.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.message import Message
from typing import Any

from workflows.presentation.lines import one_line

LONGEST = 300
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one recipient of the letter `message_id`.

    `recipients` are the address we wrote to and the one it led to, in lower case, as far as they
    are told; `status` the enhanced code (RFC 3463), `said` the words of the server.
    """

    message_id: str
    recipients: frozenset[str]
    status: str
    said: str


def reports_in(raw: bytes) -> list[Report]:
    """The recipients for whom the message `raw` says that a letter failed for good; none for
    anything else than such a report."""
    message = message_from_bytes(raw, policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return []
    parts = list(message.walk())
    message_id = _returned_id(parts)
    if not message_id:
        return []
    return [
        report
        for part in parts
        if part.get_content_type() == "message/delivery-status"
        for report in _failures(part, message_id)
    ]


def _failures(part: Message, message_id: str) -> Iterator[Report]:
    """Each recipient is a block of fields, after a first one that is about the whole."""
    payload: Any = part.get_payload()
    blocks = payload if isinstance(payload, list) else []
    for block in blocks:
        status = _field(block, "Status").split(" ")[0]
        if _field(block, "Action").lower() != FAILED or not status.startswith("5."):
            continue
        said = _field(block, "Diagnostic-Code").partition(";")[2] or status
        addresses = {_address(block, "Original-Recipient"), _address(block, "Final-Recipient")}
        yield Report(
            message_id, frozenset(addresses - {""}), status, one_line(said).strip()[:LONGEST]
        )


def _returned_id(parts: list[Message]) -> str:
    """The Message-ID of the letter that comes back, whole or by its headers alone."""
    for part in parts:
        payload: Any = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
            return _field(payload[0], "Message-ID")
        if part.get_content_type() == "text/rfc822-headers" and isinstance(payload, str):
            return _field(message_from_string(payload), "Message-ID")
    return ""


def _field(block: Message, name: str) -> str:
    return one_line(str(block.get(name, ""))).strip()


def _address(block: Message, name: str) -> str:
    """`rfc822; camille@example.org`, without its kind."""
    return _field(block, name).rpartition(";")[2].strip().strip("<>").lower()
