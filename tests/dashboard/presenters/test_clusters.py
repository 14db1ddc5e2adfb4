"""Are groups named by their traits, and do their rules read as a person applies them?"""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard.presenters.cluster_words import CLUSTER_CODE, WORDS, cluster_name, rule_words
from dashboard.presenters.clusters import clusters_view
from engine.segments.clusters import DRAWS, assessment_columns
from engine.segments.rules import Bound
from tests.dashboard.presenters.assessed_customers import grounds, reader
from tests.engine.segments.test_clusters import KINDS, people


@pytest.fixture(scope="module")
def grouped() -> tuple[pd.DataFrame, dict[str, object]]:
    frame = people(KINDS)
    columns, card = assessment_columns(frame)
    frame = frame.assign(potential_value=0.0, cluster=columns["cluster"], customer_key=range(len(frame)))
    return frame, {"status": card.status, **card.facts}


def test_a_name_is_made_of_the_words_for_what_sets_a_group_apart():
    english, chinese = reader().texts, reader("zh_CN").texts
    assert cluster_name("value_high-often", english) == "High value, buy often"
    assert cluster_name("value_high-often", chinese) == "价值高、购买频繁"
    assert cluster_name("recent-new-2", english) == "Bought lately, new 2"
    assert cluster_name(None, english) == "–"
    assert cluster_name("<b>", english) == "–"


@pytest.mark.parametrize("code", [*WORDS, "often-value_high", "value_low-silent-new-3"])
def test_codes_of_groups_are_recognised(code):
    assert CLUSTER_CODE.fullmatch(code)


@pytest.mark.parametrize("code", ["", "gold", "often-", "often,silent", "often-value_high-10", "OFTEN"])
def test_what_is_no_code_of_a_group_is_not(code):
    assert not CLUSTER_CODE.fullmatch(code)


def test_rules_are_said_with_units():
    bounds = (
        Bound("current_value", low=1200.0),
        Bound("days_since_last_purchase", high=320.0),
        Bound("age_weeks", 44.0, 72.0),
        Bound("refund_share", high=0.081),
        Bound("purchase_days_12m", low=4.0),
    )
    assert rule_words(bounds, reader(), "margin") == (
        "margin of 12 months €1,200 or more, and silence below 320 days, "
        "and time as a customer from 44 weeks to below 72 weeks, "
        "and share of sales refunded below 8.1%, and purchases in 12 months 4 or more"
    )
    assert rule_words((), reader(), "sales") == "everybody"
    assert rule_words(bounds[:1], reader("zh_CN"), "sales") == "近12个月销售额不低于€1,200"
    assert math.isinf(bounds[0].high)


def test_groups_come_with_shares_rules_and_what_sets_them_apart(grouped):
    customers, card = grouped
    view = clusters_view(customers, card, grounds())
    assert view.missing == ""
    assert len(view.groups) == len(view.shares) == card["count"] == 3
    assert view.shares["customers"].sum() == len(customers)
    assert view.headline.startswith("Customers fall into 3 groups; “")
    best = view.groups[0]
    assert best.count == 80
    assert any(line.startswith("margin of 12 months: €") for line in best.traits)
    assert all(group.rules for group in view.groups)
    assert best.stable.endswith("found again in resamples")
    assert set(view.colours) == {group.code for group in view.groups}
    assert next(figure.value for figure in view.figures) == "3"
    assert f"{DRAWS} times" in view.figures[1].explanation.meaning
    assert view.trials["count"].tolist() == ["2", "3", "4", "5", "6"]
    assert view.trials["verdict"].iloc[1].startswith("chosen")
    assert list(view.trial_labels) == list(view.trials)


def test_no_groups_are_said_to_be_none():
    customers = people(KINDS).assign(cluster=None)
    none = clusters_view(
        customers, {"status": "ok", "variant": "none", "customers": 300, "stability_share": 0.62}, grounds()
    )
    assert none.headline == "The customers fall into no groups that would hold"
    assert "at best 62% of the weakest group was found again; 75% are needed" in none.missing
    few = clusters_view(
        customers,
        {"status": "not_enough_data", "variant": "customers", "count": 12, "needed": 200},
        grounds(),
    )
    assert "12 of the 200 customers" in few.missing
    older = clusters_view(customers.drop(columns="cluster"), {}, grounds())
    assert older.missing.startswith("This assessment was made before groups were looked for")
