"""Do the words and the list of Early warning say what the assessment holds?"""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.presenters.customer_filters import CustomerFilters, matching
from dashboard.presenters.early_warning import (
    early_warning_view,
    gain_by_cause,
    headline,
    warning_list,
    what_is_missing,
)
from dashboard.presenters.warnings import cause, chance, measure, when, when_if
from engine.cards import Gate, too_little
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import NAN, customer, grounds, reader, six_customers


def test_the_headline_counts_worth_cause_and_time():
    # A2 and C2 lean, worth 250 - 40; both for price; months 4 and 5.
    assert headline(six_customers(), grounds()) == (
        "2 customers worth €210 of margin a year are leaning to leave; the commonest cause is “Price”"
        " (100% of them), and those who go leave after about 4 months"
    )


def test_without_a_model_the_states_are_still_told():
    unknown = six_customers().assign(churn_probability=NAN, churn_expected_months=NAN, cause=None)
    view = early_warning_view(unknown, {}, grounds())
    assert view.headline == "2 customers worth €210 of margin a year are leaning to leave"
    assert (view.figures, view.causes.empty) == ((), True)
    assert "Assess again" in view.missing


def test_the_gates_that_are_missed_say_what_is_needed():
    card = too_little("churn_hazard", Gate("customers", 300, 200), Gate("events", 12, 100))
    assert what_is_missing(card, reader()) == (
        "Not enough data for a chance of leaving: 12 customers who left (100 needed). Until then, states"
        " come from each customer’s own rhythm, which needs no model."
    )


def test_figures_are_sums_that_one_can_check():
    found = {one.label: one for one in early_warning_view(six_customers(), {}, grounds()).figures}
    assert found["Likely to leave in 12 months"].value == "1"  # .05 + .6 + .1 + .2 + .4 = 1.35
    assert found["Margin at risk a year"].value == "€200"  # 30 + 150 + 10 + 10; a loss is no risk
    assert (found["Worth contacting"].value, found["Worth contacting"].note) == (
        "3",
        "expected to bring €280; beyond doubt (95%) for 2",
    )


def test_every_figure_leads_to_as_many_as_it_counts():
    leaning, leavers, at_risk, worth = early_warning_view(six_customers(), {}, grounds()).behind
    assert leaning == CustomerFilters(state=("leaning",))
    assert leavers == CustomerFilters(state=("staying", "leaning"))
    assert len(matching(six_customers(), leavers)) == 5
    assert worth == CustomerFilters(worth=True)
    assert len(matching(six_customers(), worth)) == 3
    one_without = six_customers().assign(value_to_come_12m=[NAN, *six_customers()["value_to_come_12m"][1:]])
    assert (at_risk, early_warning_view(one_without, {}, grounds()).behind[2]) == (leavers, None)


def test_the_number_of_leavers_has_its_interval_where_one_is_known():
    known = {"expected_leavers": Estimate(1.35, 0.4, 4.2, 5)}
    figure = early_warning_view(six_customers(), {}, grounds(), known).figures[1]
    assert figure.note == "0 to 4; 27.0% of 5 customers who haven’t left"
    assert "0 to 4" in figure.explanation.interval


def test_gains_are_added_by_cause_the_largest_first():
    found = gain_by_cause(six_customers(), reader())
    assert found[["code", "gain", "count"]].values.tolist() == [
        ["price", 250.0, 1],
        ["unclear", 20.0, 1],
        ["competition", 10.0, 1],
    ]


def test_the_list_is_ordered_by_gain_and_not_by_risk():
    shown = warning_list(six_customers(), 1, reader())
    assert shown.rows["name"].tolist() == ["A2", "B1", "B2", "C1", "C2", "A1"]
    first = shown.rows.iloc[0]
    assert first["churn_probability"] == "60% (50% to 70%)"
    assert first["cause"] == "Price (61%)"
    assert shown.rows["when"].tolist() == [
        "5 months (4 to 7)",
        "later than 36 months (month 30 at the earliest)",
        "later than 36 months",
        "–",
        "20 months (12 to more than 36)",
        "later than 36 months",
    ]
    assert shown.place == "1 to 6 of 6"


@pytest.mark.parametrize(
    ("customer_id", "said"),
    [
        ("A2", "even chance within 5 months (4 to 7)"),
        ("C2", "even chance within 20 months (12 to more than 36)"),
        ("B1", "less than an even chance in 36 months (month 30 at the earliest)"),
        ("A1", "less than an even chance in 36 months"),
        ("C1", "–"),
    ],
)
def test_time_is_a_month_or_less_than_even_or_nothing(customer_id, said):
    assert when(customer(customer_id), reader()) == said


def test_a_recorded_measure_keeps_the_companys_name_and_one_of_ours_gets_a_word():
    assert measure(customer("B2"), reader()) == "Hotel voucher"
    assert measure(customer("A2"), reader("zh_CN")) != "counter_offer"
    assert measure(pd.Series({"measure": None}), reader()) == "–"


def test_chinese_says_the_same():
    two = customer("A2")
    zh = reader("zh_CN")
    assert (chance(two, zh), cause(two, zh)) == ("60%（50%至70%）", "价格（61%）")
    assert when(two, zh) == "5个月内流失的可能性过半（4至7个月）"
    assert "4.0（3.8至4.3）" in when_if(two, 12, zh)


def test_who_is_worth_contacting_shows_the_formula_that_computes_the_gain():
    worth = early_warning_view(six_customers(), {}, grounds()).figures[3]
    assert worth.explanation.method == "warning_gain"
