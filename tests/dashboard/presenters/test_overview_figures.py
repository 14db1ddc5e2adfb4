"""How figures are written, judged and compared, by numbers that one can check by hand."""

from __future__ import annotations

import math

import pytest

from dashboard.presenters.figure import Figure
from dashboard.presenters.overview_figures import (
    FIGURES,
    MOST_FIRST,
    change_of,
    first_figures,
    further_figures,
    overview_figures,
)
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import grounds, reader

SHOWN = {shown.name: shown for shown in FIGURES}


def figure(name: str, now: Estimate, before: Estimate | None = None, **others: Estimate) -> Figure:
    found = overview_figures({name: now, **others}, {name: before} if before else {}, grounds())
    return found[SHOWN[name]]


def labels(figures) -> list[str]:
    return [figure.label for figure in figures]


def test_amounts_and_counts_change_in_proportion():
    assert change_of(SHOWN["active_customers_12m"], 110.0, 100.0, reader()) == ("+10.0%", 0.1)
    assert change_of(SHOWN["current_value_total"], 75.0, 100.0, reader()) == ("-25.0%", -0.25)


def test_rates_change_by_points():
    words, points = change_of(SHOWN["retention_rate"], 0.753, 0.735, reader())
    assert (words, points) == ("+1.8 points", pytest.approx(1.8))
    assert change_of(SHOWN["left_share"], 0.10, 0.125, reader())[0] == "-2.5 points"


def test_there_is_no_change_from_nothing_or_the_unknown():
    assert change_of(SHOWN["current_value_total"], 5.0, 0.0, reader())[0] == ""
    assert change_of(SHOWN["current_value_total"], 5.0, -5.0, reader())[0] == ""
    assert change_of(SHOWN["retention_rate"], 0.5, math.nan, reader())[0] == ""


def test_more_customers_are_good_and_more_leaning_ones_bad():
    more = figure("active_customers_12m", Estimate(110.0, n=200), Estimate(100.0, n=200))
    assert (more.change, more.change_meaning, more.change_direction, more.against) == (
        "+10.0%", "good", "up", "better",
    )  # fmt: skip
    leaning = figure("leaning_customers", Estimate(110.0, n=200), Estimate(100.0, n=200))
    assert (leaning.change_meaning, leaning.change_direction, leaning.against) == ("bad", "up", "worse")
    fewer = figure("leaning_customers", Estimate(90.0, n=200), Estimate(100.0, n=200))
    assert (fewer.change_meaning, fewer.change_direction) == ("good", "down")


def test_a_change_too_small_to_write_is_no_change():
    same = figure("retention_rate", Estimate(0.7501, n=100), Estimate(0.7500, n=100))
    assert (same.change_meaning, same.change_direction, same.against) == ("neutral", "none", "unchanged")


def test_a_change_that_both_intervals_allow_is_neither_better_nor_worse():
    before = Estimate(0.72, 0.69, 0.75, n=1000)
    slight, large = Estimate(0.70, 0.67, 0.73, n=1000), Estimate(0.66, 0.63, 0.69, n=1000)
    found = figure("csat", slight, before)
    assert (found.change, found.change_meaning, found.change_direction, found.against) == (
        "-2.0 points", "neutral", "down", "unclear",
    )  # fmt: skip
    # Both are 3 points wide to either side, 4.2 together.
    assert figure("csat", large, before).change_meaning == "bad"


def test_an_interval_stands_below_a_rate_and_in_its_explanation():
    found = figure("retention_rate", Estimate(0.7533, 0.7382, 0.7678, n=3271, needed=30))
    assert found.value == "75.3%"
    assert found.note == "73.8% to 76.8%"
    assert found.explanation.interval == "73.8% to 76.8% (95%)"
    assert found.explanation.rows == "3,271 customers"
    assert found.explanation.method == "retention_rate"


def test_thin_data_says_what_there_is_and_what_is_needed():
    found = figure("retention_rate", Estimate(math.nan, n=12, needed=30))
    assert found.value == "–"
    assert found.missing == "Not enough data: 12 of the 30 customers needed"


def test_a_short_history_says_so():
    found = figure("growth_rate", Estimate(math.nan, n=400, needed=30))
    assert found.missing == "Not enough data: two years of transactions are needed"


def test_a_figure_that_an_older_assessment_lacks_is_a_dash():
    found = overview_figures({}, {}, grounds())
    assert {figure.value for figure in found.values()} == {"–"}
    assert (
        found[SHOWN["active_customers_12m"]].missing
        == "Not known: there is nothing in the data to reckon it from"
    )


def test_a_figure_stands_beside_what_it_is_to_be_seen_with():
    others = {"customers": Estimate(200.0, n=200)}
    assert (
        figure("active_customers_12m", Estimate(110.0, n=200), **others).note == "bought in 12 months, of 200"
    )
    assert figure("active_customers_12m", Estimate(110.0, n=200)).note == ""


def test_leaving_names_the_rule_that_it_rests_on():
    inputs = dict(figure("left_share", Estimate(0.1, n=200)).explanation.inputs)
    assert list(inputs.values()) == ["Left after 365 days without a purchase (estimated from your data)"]


def test_what_answers_tell_is_left_out_where_nobody_answered_and_moves_by_points():
    assert SHOWN["nps"] not in overview_figures({"nps": Estimate(math.nan, n=0)}, {}, grounds())
    found = figure("csat", Estimate(0.80, 0.76, 0.84, n=400, needed=30))
    assert (found.value, found.note, found.explanation.rows) == ("80.0%", "76.0% to 84.0%", "400 respondents")
    assert change_of(SHOWN["nps"], 0.31, 0.25, reader()) == ("+6.0 points", 6.0)
    assert change_of(SHOWN["loyalty_index"], 61.0, 63.5, reader()) == ("-2.5 points", -2.5)
    few = figure("csat", Estimate(math.nan, n=12, needed=30))
    assert few.missing == "Not enough data: 12 of the 30 needed."


def test_period_and_lifetime_value_stand_beside_each_other_with_the_range_of_the_latter():
    period = Estimate(1_000.0, 900.0, 1_100.0, n=80)
    both = figure(
        "lifetime_value_total", Estimate(5_000.0, 4_000.0, 6_000.0, n=80), value_to_come_12m_total=period
    )
    assert (both.value, both.note) == ("€5,000", "€4,000 to €6,000; of which €1,000 in the next 12 months")
    untold = figure("lifetime_value_total", Estimate(math.nan, n=80), value_to_come_12m_total=period)
    assert untold.value == "–"
    assert untold.missing == (
        "The data don’t tell how many leave, so there is no lifetime value and no churn of 0%;"
        " the next 12 months bring €1,000"
    )


def test_a_few_that_a_board_asks_for_come_first_and_the_others_in_groups():
    everything = {name: Estimate(0.5, n=400) for name in SHOWN}
    found = overview_figures(everything, {}, grounds())
    first, further = first_figures(found).figures, further_figures(found, reader())
    assert labels(first) == [
        "Active customers", "12-month margin", "Lifetime value", "Retention rate", "Leaning to leave",
    ]  # fmt: skip
    assert [(group.title, len(group.figures)) for group in further] == [("Customers", 5), ("Experience", 5)]
    shown = [*first, *(figure for group in further for figure in group.figures)]
    assert sorted(labels(shown)) == sorted(labels(found.values()))


def test_what_is_known_comes_first():
    known = {"active_customers_12m": Estimate(5.0, n=6), "csat": Estimate(0.8, n=400)}
    found = overview_figures(known, {}, grounds())
    assert labels(first_figures(found).figures)[:3] == [
        "Active customers",
        "Satisfied (top two boxes)",
        "12-month margin",
    ]
    assert len(first_figures(found).figures) == MOST_FIRST
    assert [group.code for group in further_figures(found, reader())] == ["customers"]


def test_of_answers_alone_all_stand_at_the_top():
    asked = {name: Estimate(0.5, n=400) for name in ("csat", "nps", "true_loyalty_share", "loyalty_index")}
    found = overview_figures(asked, {}, grounds(has_purchases=False))
    assert len(first_figures(found).figures) == 4
    assert further_figures(found, reader()) == ()
