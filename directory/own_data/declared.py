"""What the directory, the accounts and the cases of all keep of a person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from directory.charters.models import Signature
from directory.impartiality.models import Interest
from directory.imports.models import ImportDraft
from directory.joining.models import Invitation
from directory.memberships.models import Membership
from directory.own_data.registry import apart, elsewhere, own
from directory.people.models import NameChange, TeamRole, User
from directory.representation.models import RepresentationClaim
from workflows.models import Case, Message, RetiredPseudonym

own("addresses", "Vos adresses", EmailAddress, email="email", verified="verified")
own(
    "factors",
    "Votre double authentification, sans ses secrets",
    Authenticator,
    type="type",
    created_at="created_at",
    last_used_at="last_used_at",
)
own("names", "Les fois où vous avez changé de nom", NameChange, changed_at="changed_at")
own(
    "memberships",
    "Les organisations pour lesquelles vous agissez",
    Membership,
    organisation="organisation__name",
    role="role",
    function="function",
    state="state",
    since="since",
    verified_at="verified_at",
    verification="verification",
)
own(
    "claims",
    "Vos contestations de représentation",
    RepresentationClaim,
    organisation="organisation__name",
    state="state",
    opened_at="opened_at",
    closed_at="closed_at",
)
own(
    "invitations_received",
    "Les invitations que vous avez acceptées",
    Invitation,
    of="accepted_by",
    organisation="organisation__name",
    email="email",
    role="role",
    sent_at="sent_at",
)
own(
    "invitations_sent",
    "Les invitations que vous avez envoyées, sans l’adresse de qui les a reçues",
    Invitation,
    of="invited_by",
    organisation="organisation__name",
    role="role",
    sent_at="sent_at",
)
own("team", "Vos rôles dans l’équipe", TeamRole, group="group", since="since", until="until")
own(
    "interests",
    "Vos liens d’intérêt",
    Interest,
    of="person",
    organisation="organisation__name",
    place="place",
    nature="nature",
    description="description",
    measure="measure",
    declared_on="declared_on",
    review_on="review_on",
    ended_on="ended_on",
)
own(
    "signatures",
    "Vos signatures de la charte",
    Signature,
    of="signed_by",
    organisation="organisation__name",
    charter="version__charter__kind",
    version="version__number",
    name="name",
    function="function",
    digest="digest",
    signed_at="signed_at",
)
own(
    "messages",
    "Vos messages",
    Message,
    of="author",
    kind="case__kind",
    case="case__reference",
    case_title="case__title",
    body="body",
    sent_at="sent_at",
)
own(
    "in_charge",
    "Les affaires dont vous avez la charge",
    Case,
    of="assignee",
    kind="kind",
    case="reference",
    title="title",
    opened_at="opened_at",
    closed_at="closed_at",
)
own(
    "label_imports",
    "Les fichiers de labels que vous avez envoyés pour les reprendre",
    ImportDraft,
    of="sent_by",
    sent_at="sent_at",
    confirmed_at="confirmed_at",
)

apart(
    Invitation,
    "email",
    why="L’adresse de qui vous avez invité est la sienne, non la vôtre.",
)
# Their acts say so, once.
elsewhere(ImportDraft, "confirmed_by")
elsewhere(Membership, "verified_by")
# With the account; and nothing says any more whose a retired pseudonym was.
elsewhere(User, "email", "failing_email", "pseudonym")
elsewhere(RetiredPseudonym, "pseudonym")
