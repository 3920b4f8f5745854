"""What the committee has to show: the minutes of its sessions, once they are established."""

from collections.abc import Iterator

from django.utils import timezone

from committee.rulebook import CommitteeRules
from committee.sessions.enums import SessionState
from committee.sessions.models import Session
from workflows.proof.documents import Document, shows_documents


@shows_documents
def minutes() -> Iterator[Document]:
    found = Session.objects.filter(state=SessionState.MINUTED).order_by("starts_at", "pk")
    for session in found.iterator():
        day = timezone.localdate(session.starts_at).isoformat()
        yield Document(
            folder="séances",
            name=f"{day} procès-verbal.txt",
            text=session.minutes,
            made_at=session.starts_at,
            policy=CommitteeRules.read_session,
            subject=session,
        )
