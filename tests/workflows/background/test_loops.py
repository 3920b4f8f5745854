"""A loop goes on, whatever one of its rounds meets."""

import threading

from workflows.background.loops import Loop


def test_the_loop_survives_whatever_a_round_raises(caplog):
    rounds = threading.Semaphore(0)

    class Failing(Loop):
        def step(self) -> None:
            rounds.release()
            raise OverflowError("a broken round")

    loop = Failing("failing", pause=0.01)
    loop.start()
    try:
        assert all(rounds.acquire(timeout=5) for _ in range(3))
    finally:
        loop.stop()
        loop.join(5)
    assert "a broken round" in caplog.text
