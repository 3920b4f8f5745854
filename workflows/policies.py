"""What a rule is: declared once, written once. And the first kind of rule: who may.

Models come before the rules about them. So a rule is declared below the models, in the `rulebook`
of its app, which laws and pages name, and written above them, where what it asks is known:

    class LabellingRules:
        representative = Policy()

    @LabellingRules.representative.grants(who="le représentant légal de la structure", denial=…)
    def representative(application: Application) -> "QuerySet[User]": ...

A policy gives a queryset of users: one definition answers both « may this user? » (`verdict`) and
« which users may? » (`users_who_may`, for notifications), so the two can never disagree.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet

from workflows.actors import Actor, ActorKind
from workflows.compiled_sql import Question
from workflows.verdicts import Forbidden, Verdict

One = Callable[[Any], tuple[Question, dict[str, Any]]]
Enough = tuple[Question, tuple[Hashable, ...], dict[str, Any]]
Users = TypeVar("Users", bound=Callable[[Any], "QuerySet[Any]"])


class Rule:
    """A rule that others name before it is written.

    `name` follows from where it is declared: the app and the attribute (`labelling.files_clean`).
    What its writing gives (`label`, `who`…) is absent until then: `manage.py check` finds the rule
    that nobody wrote.
    """

    name = ""
    is_written = False

    def __set_name__(self, owner: type, name: str) -> None:
        if self.name:  # a use, as the `policy` of a view
            return
        app = owner.__module__.split(".")[-2]
        self.name = f"{app}.{name}"
        if self.name in _declared:
            raise ImproperlyConfigured(f"{self.name} is declared twice")
        _declared[self.name] = self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def _sign(self) -> None:
        """Whoever writes the rule signs it, alone."""
        if self.is_written:
            raise ImproperlyConfigured(f"{self.name} is written twice")
        self.is_written = True


_declared: dict[str, Rule] = {}


def declared_rules() -> list[Rule]:
    """Every rule that an app declares, written or not."""
    return list(_declared.values())


class Policy(Rule):
    """A rule about who may act on an object.

    `who` names them in French (« la CRESS »), `denial` is the sentence shown to the others,
    `users(obj)` gives the queryset of users who may, `audience(obj)` the inbox key they share
    (empty: nobody's inbox), `kinds` the kinds of actors admitted, and `admits` the further
    condition on an actor that is no person (a decision must be about this very case).
    `one(obj)` is for a policy that pages ask: a question compiled once, and what it is given
    besides the `person`; `enough(obj)` is for one that has parts so compiled, each of which admits
    some, asked in turn. It must be that of `users` (the suite compares, `tests/questions.py`).
    """

    who: str
    denial: str
    users: Callable[[Any], "QuerySet[Any]"]
    audience: Callable[[Any], str]
    kinds: frozenset[ActorKind]
    admits: Callable[[Actor, Any, str], bool] | None
    one: One | None
    enough: Callable[[Any], Iterable[Enough]] | None

    def grants(
        self,
        *,
        who: str,
        denial: str,
        audience: Callable[[Any], str] = lambda obj: "",
        kinds: Iterable[ActorKind] = (ActorKind.USER,),
        admits: Callable[[Actor, Any, str], bool] | None = None,
        one: One | None = None,
        enough: Callable[[Any], Iterable[Enough]] | None = None,
    ) -> Callable[[Users], Users]:
        """Write the policy: the decorated `users(obj)` gives the queryset of users who may."""

        def write(users: Users) -> Users:
            self._sign()
            self.who, self.denial, self.users = who, denial, users
            self.audience, self.kinds, self.admits = audience, frozenset(kinds), admits
            self.one, self.enough = one, enough
            return users

        return write

    def verdict(self, actor: Actor, obj: Model, action: str = "") -> Verdict:
        """May `actor` do `action` on `obj`? One query for a person, none otherwise.

        One who only reads (`Actor.reading`) is answered twice with one query, and so are two
        policies that come to the same question.
        """
        if actor.asked is None:
            return self._ask(actor, obj, action)
        question = (self.name, action if self.admits else "", type(obj), obj.pk)
        if question not in actor.asked:
            actor.asked[question] = self._ask(actor, obj, action)
        answer: Verdict = actor.asked[question]
        return answer

    def note(self, actor: Actor, obj: Model, *, permitted: bool) -> None:
        """Answer for somebody who only reads: the page has just asked of all at once."""
        if actor.asked is not None and self.admits is None:
            reason = "" if permitted else self.denial
            answer = Verdict(permitted=permitted, reason=reason)
            actor.asked[self.name, "", type(obj), obj.pk] = answer

    def _ask(self, actor: Actor, obj: Model, action: str) -> Verdict:
        if actor.kind not in self.kinds:
            return Verdict(permitted=False, reason=self.denial)
        if actor.kind is ActorKind.USER:
            permitted = self.admits_person(obj, actor.user.pk, actor.asked)
        else:
            permitted = self.admits is None or self.admits(actor, obj, action)
        return Verdict(permitted=permitted, reason="" if permitted else self.denial)

    def require(self, actor: Actor, obj: Model, action: str = "") -> None:
        """Raise Forbidden unless `actor` may."""
        verdict = self._ask(actor, obj, action)
        if not verdict.permitted:
            raise Forbidden(verdict.reason, who=self.who)

    def admits_person(self, obj: Model, user_id: int, asked: dict[Any, Any] | None = None) -> bool:
        """Whether that person may; `asked` holds what was answered of them on this page."""
        for question, shape, given in self.enough(obj) if self.enough else ():
            if _holds(question, shape, {"person": user_id, **given}, asked):
                return True
        if self.one is None:
            return self.users_who_may(obj).filter(pk=user_id).exists()
        question, given = self.one(obj)
        return _holds(question, (), {"person": user_id, **given}, asked)

    def users_who_may(self, obj: Model) -> "QuerySet[Any]":
        """The active users who may, for recipients and lists."""
        return self.users(obj).filter(is_active=True)


def _holds(
    question: Question,
    shape: tuple[Hashable, ...],
    given: dict[str, Any],
    asked: dict[Any, Any] | None,
) -> bool:
    """What the database answers, asked once for whoever only reads."""
    if asked is None:
        return question.exists(*shape, **given)
    key = (question, shape, *given.items())
    if key not in asked:
        asked[key] = question.exists(*shape, **given)
    answer: bool = asked[key]
    return answer


_audiences: list[Callable[[Any], Iterable[str]]] = []


def audience_keys(provider: Callable[[Any], Iterable[str]]) -> Callable[[Any], Iterable[str]]:
    """Register a provider of the inbox keys a user holds (`representative:12`, `instructors`)."""
    _audiences.append(provider)
    return provider


def keys_of(user: Any) -> set[str]:
    """Every inbox key `user` holds today, from facts: memberships, groups, mandates."""
    return {key for provider in _audiences for key in provider(user)}


def keys_held(request: Any) -> set[str]:
    """The keys of whoever made `request`, found once a request: the menu and the page ask both."""
    if not hasattr(request, "inbox_keys"):
        request.inbox_keys = keys_of(request.user)
    held: set[str] = request.inbox_keys
    return held
