"""Does one rerun run at a time, in the order in which they were asked for, with nobody held up?"""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from dashboard.turns import Turns


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def until_waiting(turns: Turns, count: int) -> None:
    while len(turns._waiting) < count:
        threading.Event().wait(0.001)


def test_one_after_the_other_in_the_order_of_asking():
    turns, said, first_may_end = Turns(longest_seconds=60), [], threading.Event()

    def work(number: int) -> None:
        with turns.turn():
            said.append(("begins", number))
            if number == 0:
                first_may_end.wait(10)
            said.append(("ends", number))

    threads = []
    for number in range(4):
        threads.append(started(lambda number=number: work(number)))
        if number:
            until_waiting(turns, number)
        else:
            while not said:
                threading.Event().wait(0.001)
    assert said == [("begins", 0)]
    first_may_end.set()
    for thread in threads:
        thread.join(10)
    assert said == [(what, number) for number in range(4) for what in ("begins", "ends")]


def test_a_turn_ends_with_an_error_as_well():
    turns = Turns(longest_seconds=60)
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with turns.turn():
        pass
    assert turns._working is None


def test_nobody_waits_for_somebody_slow():
    turns, slow_may_end, slow_began = Turns(longest_seconds=0.05), threading.Event(), threading.Event()

    def slow() -> None:
        with turns.turn():
            slow_began.set()
            slow_may_end.wait(10)

    thread = started(slow)
    assert slow_began.wait(10)
    with turns.turn():
        assert thread.is_alive()
        slow_may_end.set()
        thread.join(10)
        # The slow one's end doesn't take the turn away from who has it now.
        assert turns._working is not None
    assert turns._working is None


def test_a_crowd_has_its_turns_though_many_are_slow():
    turns, done = Turns(longest_seconds=0.01), []

    def work(number: int) -> None:
        with turns.turn():
            threading.Event().wait(0.03 if number % 2 else 0)
            done.append(number)

    threads = [started(lambda number=number: work(number)) for number in range(30)]
    for thread in threads:
        thread.join(10)
    assert sorted(done) == list(range(30))
    assert (turns._working, len(turns._waiting)) == (None, 0)
