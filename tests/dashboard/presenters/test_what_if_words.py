"""Is an answer under way, and what is wrong with a value, said in the reader's terms?"""

from __future__ import annotations

import pytest

from dashboard.presenters.what_if_findings import finding_words
from dashboard.presenters.what_if_so_far import points_so_far, so_far_view
from engine.simulation.checks import Finding
from tests.dashboard.presenters.assessed_customers import reader

STEP = "job.step.simulating_so_far|value={}|low={}|high={}|done={}|of=20"


def test_reports_of_one_job_are_put_in_a_row_and_say_each_replication_once():
    first = points_so_far(None, 7, STEP.format(500, -100, 1100, 2))
    again = points_so_far(first, 7, STEP.format(500, -100, 1100, 2))
    more = points_so_far(again, 7, STEP.format(600, 200, 1000, 5))
    assert more == (7, ((2, 20, 500, -100, 1100), (5, 20, 600, 200, 1000)))
    assert points_so_far(more, 8, "job.step.reading_facts") == (8, ())


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(200, 1000, "So far: worth it"), (-9, 9, "too close"), (-90, -9, "not worth it")],
)
def test_the_answer_so_far_says_how_sure_it_is(low, high, said):
    view = so_far_view(((5, 20, (low + high) // 2, low, high),), reader("en"))
    assert said in view.headline
    assert "after 5 of 20 replications" in view.caption
    assert list(view.points["month"]) == [5]


def test_nothing_is_said_before_two_replications():
    assert so_far_view((), reader("en")).headline == "Simulating …"


@pytest.mark.parametrize(
    ("path", "told", "said"),
    [
        (
            "retention.split.gold",
            {"value": "1.5", "low": "0", "high": "1"},
            "150% is outside the range from 0% to 100%.",
        ),
        (
            "desk.agents",
            {"value": "12000", "low": "0", "high": "10000"},
            "12,000 is outside the range from 0 to 10,000.",
        ),
    ],
)
def test_numbers_are_said_as_they_were_typed(path, told, said):
    assert finding_words(Finding(path, "finding.scenario_out_of_range", told), reader("en")) == said
