from dataclasses import replace

import numpy as np
import pytest

from engine.errors import EngineError
from engine.simulation.complaint_cost import ASSUMPTIONS, complaint_cost, cost_bars
from engine.simulation.example import example_population, example_scenario
from engine.simulation.population import sampled
from engine.simulation.simulate import Question
from engine.simulation.tree import with_value

SIZE = 1_500
EXAMPLE = with_value(example_scenario(SIZE), "retention.budget_per_month", 0.0)
BASE = replace(EXAMPLE, replications=12, horizon_months=18)
CROWD = replace(example_population(SIZE), complaints_per_month=np.full(SIZE, 0.02))


@pytest.fixture(scope="module")
def found():
    return complaint_cost(Question(CROWD, (BASE,)))


def test_an_unanswered_complaint_costs_directly_and_by_talk(found):
    assert found.direct.low > 0
    assert found.talk.low > 0
    assert found.total.value == pytest.approx(found.direct.value + found.talk.value)
    assert set(found.assumptions) == set(ASSUMPTIONS)
    assert found.unanswered.value == 0.0


def test_twice_as_much_talk_costs_more_by_talk_and_as_much_directly(found):
    doubled = with_value(BASE, "talk.told_by_complainant", 24.0)
    other = complaint_cost(Question(CROWD, (doubled,)))
    assert other.talk.value > found.talk.value
    assert other.direct == found.direct


def test_who_brings_more_loses_more(found):
    assert set(found.of_tier) == {"platinum", "gold", "iron", "lead"}
    assert found.of_tier["platinum"].value > found.of_tier["lead"].value
    assert found.of_tier["platinum"].low < found.of_tier["platinum"].value


def test_a_sample_of_customers_widens_the_interval(found):
    part = complaint_cost(Question(sampled(CROWD, 700, 1), (BASE,)), 12)
    assert part.total.high - part.total.low > found.total.high - found.total.low
    assert part.total.value == pytest.approx(found.total.value, rel=0.5)


def test_which_assumption_the_cost_stands_on_most():
    frame = cost_bars(Question(CROWD, (BASE,)), 2)
    rows = frame.set_index("path")
    for path in ("failures.unanswered_factor", "talk.told_by_complainant"):
        assert rows.loc[path, "at_low"] < rows.loc[path, "at_high"]
    assert rows.index.get_loc("talk.told_by_satisfied") > rows.index.get_loc("talk.told_by_complainant")
    assert set(frame["path"]) <= set(ASSUMPTIONS)


def test_progress_goes_once_from_nothing_to_everything():
    heard = []
    complaint_cost(Question(CROWD, (BASE,)), 2, lambda done, wanted, _: heard.append((done, wanted)))
    assert heard == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_a_complaint_costs_needs_complaints_and_a_desk():
    crowd = replace(CROWD, complaints_per_month=np.zeros(SIZE))
    with pytest.raises(EngineError) as error:
        complaint_cost(Question(crowd, (BASE,)), 2)
    assert error.value.message_id == "error.complaint_cost_without_complaints"
    with pytest.raises(EngineError) as error:
        complaint_cost(Question(CROWD, (replace(BASE, desk=replace(BASE.desk, agents=0)),)), 2)
    assert error.value.message_id == "error.complaint_cost_without_desk"
