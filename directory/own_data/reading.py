"""All that is kept of one person: as JSON, with the files that they sent.

The shape of the JSON is a contract (docs/own-data.md): keys are only ever added, or `VERSION`
changes.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.template.loader import render_to_string

from directory.own_data.registry import (
    Section,
    about_the_untold,
    is_untold,
    kept_apart,
    sections,
)
from directory.people.models import User
from workflows.actors import Actor
from workflows.files.zipping import Entry, entry_path, unique
from workflows.history import Audited
from workflows.models import ScanStatus, StoredFile

FORMAT, VERSION = "ose-donnees-personnelles", 1
WITHHELD = {
    ScanStatus.PENDING: "L’antivirus l’analyse encore.",
    ScanStatus.INFECTED: "L’antivirus l’a refusé.",
}


def entries_of(user: User, *, at: datetime) -> list[Entry]:
    """What the archive of `user` is made of: a word to read first, the JSON, each file sent."""
    files = list(_files_of(user))
    told = data_of(user, at=at) | {"files": [said for said, _ in files]}
    words = render_to_string("account/own_data.txt", {"person": user, "at": at, **explained()})
    encoded = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return [
        _written("LISEZ-MOI.txt", words, at),
        _written("donnees.json", encoded, at),
        *(entry for _, entry in files if entry is not None),
    ]


def data_of(user: User, *, at: datetime) -> dict[str, Any]:
    """What is kept of `user`, save the files, as plain values, moments and days."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": at,
        "person": {
            "first_name": user.first_name,
            "last_name": user.last_name,
            "email": user.email,
            "failing_email": user.failing_email,
            "pseudonym": user.pseudonym,
            "joined_at": user.date_joined,
            "last_login_at": user.last_login,
            "second_factor_due_on": user.second_factor_due_on,
        },
        "sections": {section.key: rows_of(section, user) for section in sections()},
        "acts": sorted(_acts_of(user), key=lambda act: act["at"]),
    }


def rows_of(section: Section, user: User) -> list[dict[str, Any]]:
    """The rows of `section` that are of `user`, oldest first."""
    # A column may bear the name that the file shows: read under another.
    paths = {f"own_{name}": F(path) for name, path in section.fields.items()}
    key = Actor.of(user).reference if section.of == "actor" else user.pk
    found = section.model._default_manager.filter(**{section.of: key})
    if section.kind:
        found = found.exclude(about_the_untold(section.kind))
    rows = found.order_by("pk").values(**paths)
    return [{name.removeprefix("own_"): value for name, value in row.items()} for row in rows]


def explained() -> dict[str, Any]:
    """What a page, or the word beside the data, says of them."""
    return {
        "titles": [section.title for section in sections()],
        "reasons": sorted({apart.why for apart in kept_apart() if apart.why}),
    }


def _acts_of(user: User) -> Iterator[dict[str, Any]]:
    """What `user` did: the rows of the history that their pseudonym signs."""
    actor = Actor.of(user).reference
    for model in apps.get_models():
        if not issubclass(model, Audited) or model._meta.abstract or is_untold(model):
            continue
        history: Any = model.history
        rows = history.filter(actor=actor).values_list(
            model._meta.pk.attname, "transition", "reason", "history_date"
        )
        for key, action, reason, moment in rows:
            yield {
                "at": moment,
                "action": action,
                "object": model._meta.label_lower,
                "object_name": str(model._meta.verbose_name),
                "key": key,
                "reason": reason,
            }


def _files_of(user: User) -> Iterator[tuple[dict[str, Any], Entry | None]]:
    """Each file that `user` sent, whatever for: what the JSON says of it, and its bytes."""
    taken: set[str] = set()
    for model in file_models():
        found = model._default_manager.filter(uploaded_by=user).order_by("pk")
        for stored in found:
            said = {
                "kind": model._meta.label_lower,
                "name": stored.name,
                "sha256": stored.sha256,
                "size": stored.size,
                "sent_at": stored.uploaded_at,
            }
            if not stored.servable:
                yield said | {"path": None, "why_not": WITHHELD[ScanStatus(stored.scan)]}, None
                continue
            path = unique(entry_path("fichiers", stored.name), taken)
            opened = partial(stored.file.open, "rb")
            yield said | {"path": path}, Entry(path, stored.uploaded_at, stored.size, opened)


def file_models() -> list[type[Any]]:
    """Every table of files that people with an account send."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, StoredFile)
        and any(field.name == "uploaded_by" for field in model._meta.fields)
    ]


def _written(path: str, words: str, at: datetime) -> Entry:
    encoded = words.encode()
    return Entry(path, at, len(encoded), lambda: BytesIO(encoded))
