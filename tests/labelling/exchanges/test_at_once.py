"""Two ticks at the same moment ask one exchange; time and its holder do not both have it."""

from functools import partial

import pytest
from django.db import transaction

from labelling.exchanges.models import ProgressExchange
from labelling.exchanges.operations import ask_exchange, exchange_window, send_report
from labelling.exchanges.ticking import progress_exchanges
from tests import factories
from tests.directory.making import label, noon
from tests.labelling.exchanges.test_exchanges import REPORT, START, TICK, holder
from tests.racing import Overlap
from workflows.background.ticking import carry_out
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Refusal

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_two_ticks_at_once_ask_it_once() -> None:
    at = noon(exchange_window(START)[0])
    with transaction.atomic():
        label(factories.organisation(), START)
    with Overlap() as overlap:
        tick = partial(carry_out, progress_exchanges(at), ("asked",))
        other = partial(carry_out, progress_exchanges(at), ("asked",))
        counts = overlap.run(tick, other)
    assert sorted(count["asked"] for count in counts) == [0, 1]
    assert ProgressExchange.objects.count() == 1


@pytest.mark.parametrize("sent_first", [True, False])
def test_sent_while_its_delay_ends_it_is_late_or_sent_never_lost(*, sent_first: bool) -> None:
    with transaction.atomic():
        held = label(factories.organisation(), START)
        exchange = ask_exchange(held, actor=TICK, at=noon(exchange_window(START)[0]))
        person = holder(exchange)

    def again() -> ProgressExchange:
        return ProgressExchange.objects.get(pk=exchange.pk)

    acts = [
        lambda: send_report(again(), report=REPORT, actor=person),
        lambda: perform(again(), "lapse", actor=TICK, at=noon(exchange.due_on)),
    ]
    first, second = acts if sent_first else reversed(acts)
    with Overlap() as overlap:
        done, other = overlap.run(first, second)
    assert not isinstance(done, Refusal)
    state = again().state
    assert state == ("sent" if sent_first or not isinstance(other, Refusal) else "late")
    asks = Task.objects.open().requests().get(process__case_id=exchange.pk).asks
    assert asks == ("answer_report" if state == "sent" else "send_report")
