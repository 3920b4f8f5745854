"""What the bell and the e-mails keep of a person."""

from directory.own_data.registry import elsewhere, own
from notifications.addresses.models import AddressFlag
from notifications.bells.models import Notification
from notifications.letters.models import Delivery, Digest, LetterAct
from notifications.preferences.models import Preference, PreferenceChange

own(
    "notifications",
    "Vos notifications",
    Notification,
    kind="event_key",
    title="title",
    body="body",
    url="url",
    received_at="created_at",
    read_at="read_at",
)
own(
    "letters",
    "Les e-mails que nous vous avons envoyés",
    Delivery,
    kind="event_key",
    event="event_key",
    case="case__reference",
    status="status",
    made_at="made_at",
    sent_at="sent_at",
    sent_to="sent_to",
)
own("digests", "Vos résumés de la semaine", Digest, monday="monday", made_at="made_at")
own(
    "address_flags",
    "Les fois où votre adresse ne recevait plus rien",
    AddressFlag,
    address="address",
    finding="finding",
    problem="problem",
    since="since",
    lifted_at="lifted_at",
)
own("preferences", "Vos choix d’e-mails", Preference, category="category", pace="pace")
own(
    "preference_changes",
    "Ce que vous avez changé à ces choix",
    PreferenceChange,
    category="category",
    before="found",
    after="chosen",
    way="way",
    at="at",
)
own(
    "letter_acts",
    "Ce que vous avez décidé d’e-mails qui n’étaient pas partis",
    LetterAct,
    of="actor",
    act="act",
    at="at",
)
# The direction's, as often as the person's; and the name of a worker is nobody's.
elsewhere(AddressFlag, "lifted_by")
elsewhere(Delivery, "held_by")
