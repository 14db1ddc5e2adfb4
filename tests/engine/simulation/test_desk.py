import numpy as np
import pytest
import simpy

from engine.simulation.desk import Complaint, Desk
from engine.simulation.queueing import (
    QueueRun,
    erlang_c_wait,
    looped_wait,
    waits_of_desk,
    waits_of_loop,
)
from engine.simulation.working_hours import WorkingHours

ALWAYS = WorkingHours(24.0, 7)


def desk_with(agents, complaints, hours=ALWAYS, urgencies=1, has_left=lambda _: False):
    env, answered = simpy.Environment(), []
    desk = Desk(
        env, hours, lambda c, started, done: answered.append((c.customer, started, done)), has_left, urgencies
    )
    desk.staff(agents)
    for batch in complaints:
        desk.load(batch)
    env.run()
    return answered


def complaint(arrived, hours, customer=0, urgency=0):
    return Complaint(arrived, urgency, arrived, customer, 0, hours, 0.0)


def test_one_agent_by_hand():
    # Arrivals at 0 h, 1 h and 9 h of 6 h, 6 h and 3 h: waits 0, 5 and 3 h.
    answered = desk_with(1, [[complaint(0, 6, 1), complaint(1 / 24, 6, 2), complaint(9 / 24, 3, 3)]])
    assert [(who, round(24 * start, 9), round(24 * done, 9)) for who, start, done in answered] == [
        (1, 0, 6),
        (2, 6, 12),
        (3, 12, 15),
    ]


def test_the_urgent_go_first_but_nobody_is_interrupted():
    jobs = [complaint(0, 6, 1, 1), complaint(1 / 24, 1, 2, 1), complaint(2 / 24, 1, 3, 0)]
    assert [who for who, _, _ in desk_with(1, [jobs], urgencies=2)] == [1, 3, 2]


def test_who_has_left_is_not_answered():
    answered = desk_with(1, [[complaint(0, 1, 1), complaint(0, 1, 2)]], has_left=lambda c: c.customer == 1)
    assert [who for who, _, _ in answered] == [2]


def test_complaints_loaded_later_wake_agents_who_sleep():
    env, answered = simpy.Environment(), []
    desk = Desk(env, ALWAYS, lambda _, started, __: answered.append(started))
    desk.staff(3)
    desk.load([complaint(0.5, 1)])
    env.run(until=2.0)
    desk.load([complaint(2.5, 1), complaint(2.5, 1)])
    env.run()
    assert answered == [0.5, 2.5, 2.5]


def test_erlang_c_by_hand_and_from_the_book():
    assert erlang_c_wait(1, 0.5) == pytest.approx(1.0)  # M/M/1: a / (1 - a)
    # Two servers, a = 1: C = 1/3, W = 1/3 / (2 - 1).
    assert erlang_c_wait(2, 0.5) == pytest.approx(1 / 3)
    # Gross et al. (2008), example 2.2: λ = 6, μ = 3, c = 3 gives Wq = 4/27 h = 0.148 h.
    assert erlang_c_wait(3, 2 / 3) / 3 == pytest.approx(0.148, abs=0.0005)


@pytest.mark.parametrize("agents", [1, 3, 8])
@pytest.mark.parametrize("load", [0.5, 0.8, 0.95])
def test_the_loop_has_the_waits_of_erlang_c_within_two_percent(agents, load):
    run = QueueRun(400, 1_500, 3_000) if load > 0.9 else QueueRun(500, 200, 2_000)
    found = looped_wait(agents, load, run)
    assert found.value == pytest.approx(erlang_c_wait(agents, load), rel=0.02)


@pytest.mark.parametrize("agents", [1, 3, 16])
@pytest.mark.parametrize("load", [0.5, 0.95])
def test_the_desk_has_the_waits_of_the_loop_to_the_last_digit(agents, load):
    rng = np.random.default_rng(agents)
    arrivals = np.cumsum(rng.exponential(1 / (24 * agents * load), 3_000))
    hours = rng.exponential(1.0, 3_000)
    assert (
        np.abs(waits_of_desk(arrivals, hours, agents) - waits_of_loop(arrivals, hours, agents)).max() < 1e-9
    )


def test_laws_of_waiting():
    rng = np.random.default_rng(5)
    arrivals, hours = np.cumsum(rng.exponential(1 / 24, 2_000)), rng.exponential(1.8, 2_000)
    base = waits_of_desk(arrivals, hours, 2)
    assert (waits_of_desk(arrivals, hours, 3) <= base + 1e-12).all()  # more agents
    assert (waits_of_desk(arrivals / 1.1, hours, 2) >= base - 1e-9).all()  # more demand
    office = waits_of_desk(arrivals, hours / 8, 2, open_=WorkingHours(8.0, 5))
    assert office.mean() > waits_of_desk(arrivals, hours / 8, 2).mean()


def test_urgency_moves_waits_from_one_to_the_other():
    rng = np.random.default_rng(6)
    arrivals, hours = np.cumsum(rng.exponential(1 / 24, 4_000)), rng.exponential(1.8, 4_000)
    urgency = np.arange(4_000) % 2
    plain, ranked = waits_of_desk(arrivals, hours, 2), waits_of_desk(arrivals, hours, 2, urgency.tolist())
    assert ranked[urgency == 0].mean() < plain.mean() < ranked[urgency == 1].mean()
    # Service times don't depend on urgency, so the mean over all hardly moves.
    assert ranked.mean() == pytest.approx(plain.mean(), rel=0.05)
