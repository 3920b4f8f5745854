from concurrent.futures import ThreadPoolExecutor
from functools import partial

from config.sqlite.turns import Turns
from tests.threads import eventually


def test_turns_go_to_whoever_came_first():
    turns, served = Turns(), []

    def waiting(number: int) -> bool:
        return len(turns) == number

    def be_served(number: int) -> None:
        assert turns.take(within=30)
        served.append(number)
        turns.give_back()

    assert turns.take(within=0)
    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            pool.submit(be_served, number)
            eventually(partial(waiting, number + 1))
        turns.give_back()

    assert served == list(range(8))


def test_whoever_gives_up_holds_nobody():
    turns = Turns()
    assert turns.take(within=0)

    assert not turns.take(within=0)
    assert len(turns) == 0

    turns.give_back()
    assert turns.take(within=0)
