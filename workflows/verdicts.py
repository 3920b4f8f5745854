"""What the engine answers: a verdict before acting, a refusal when someone acts anyway.

Three refusals, three faces: `Forbidden` (403, who may), `Refused` (422, what is missing),
`Stale` (409, what changed meanwhile). All carry French sentences a page can show as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Unmet:
    """One condition that is not met: `message` says it, `url` leads to where it is met.

    `field` names the form field at fault, when the condition is about what was typed.
    """

    code: str
    message: str
    url: str = ""
    hint: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to « may this actor do this now? » `unmet` is what is missing, possibly nothing.

    `permitted` says whether the actor is among those who may; `reason` says why not, in French.
    """

    permitted: bool
    reason: str = ""
    unmet: Sequence[Unmet] = field(default_factory=tuple)

    @property
    def allowed(self) -> bool:
        return self.permitted and not self.unmet

    def __bool__(self) -> bool:
        return self.allowed


class Refusal(Exception):
    """Base of the three refusals; `message` is a French sentence."""

    status_code = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Forbidden(Refusal):
    """The actor is not among those who may. `who` names, in French, those who may."""

    status_code = 403

    def __init__(self, message: str, *, who: str = "") -> None:
        super().__init__(message)
        self.who = who


class Refused(Refusal):
    """The actor may, but conditions are not met: `unmet` lists each of them.

    `not_yet`: time, or what is still to be done, will meet them; else nothing will, here.
    """

    status_code = 422

    def __init__(self, message: str, *, unmet: Sequence[Unmet] = (), not_yet: bool = False) -> None:
        super().__init__(message)
        self.unmet = tuple(unmet)
        self.not_yet = not_yet


class Stale(Refusal):
    """The object changed since the actor looked: `change`, by `by`, at `at` (None if unknown).

    `change` is in French (« Dossier déposé »), `by` a reference that `actor_names` turns to a name.
    `repeated`: the last change is the very action that is asked for again.
    """

    status_code = 409

    def __init__(
        self,
        message: str,
        *,
        change: str = "",
        by: str = "",
        at: datetime | None = None,
        repeated: bool = False,
    ) -> None:
        super().__init__(message)
        self.change = change
        self.repeated = repeated
        self.by = by
        self.at = at
