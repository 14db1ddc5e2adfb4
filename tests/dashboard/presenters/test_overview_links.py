"""Does every figure of Overview lead to just those whom it counts?"""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.presenters.answer_filters import chosen_answers
from dashboard.presenters.customer_filters import CustomerFilters, matching
from dashboard.presenters.overview_figures import FIGURES
from dashboard.presenters.overview_links import ANSWERED, COUNTED, counted, people_counted
from dashboard.usecases import assessed
from data import assessments
from data.viewer import OWNER
from tests.dashboard.presenters.assessed_customers import reader, six_customers

_SUMMED = {
    "current_value_total": "current_value",
    "lifetime_value_total": "lifetime_value",
}
_AVERAGED = ("loyalty_index", "benefit_index")


def test_every_figure_leads_to_those_it_counts(demo):
    newest = assessments.assessments(OWNER, demo)[0].assessment_id
    people = assessed.customers(OWNER, demo, newest)
    kept = assessed.results(OWNER, demo, newest, "answers")
    figures = assessed.found(OWNER, demo, newest).figures
    names = {shown.name for shown in FIGURES}
    defined = [name for name in names if figures[name].is_defined]
    assert names - {*defined} == {"worth_contacting_customers"}  # too few customers for a warning
    for name in defined:
        figure, found = figures[name], counted(name, people)
        if found is None:
            assert len(chosen_answers(kept, ANSWERED[name][0])) == figure.n, name
            continue
        listed = matching(people, found.filters)
        assert told_by(name, listed, people, figures[name].n) == pytest.approx(figure.value), name
        if name in ANSWERED:
            answers, of = ANSWERED[name]
            whose = matching(people, of)["customer_id"]
            answered = chosen_answers(kept, answers)["customer_id"]
            assert len(whose) == figure.n == answered[answered.isin(whose)].nunique(), name


def told_by(name: str, listed: pd.DataFrame, people: pd.DataFrame, n: int) -> float:
    """Return the figure as those who are listed tell it, having looked how many they are."""
    of = COUNTED[name].of if name in COUNTED else None
    if of is not None:
        assert len(matching(people, of)) == n, name
        return len(listed) / n
    if name == "top_20_percent_share":
        assert len(listed) == 0.2 * n
        return float(listed["current_value"].sum() / people["current_value"].sum())
    if name in ("active_customers_12m", "leaning_customers", "worth_contacting_customers"):
        return len(listed)
    assert len(listed) == n, name
    if name == "growth_rate":
        return float(listed["amount_12m"].sum() / listed["amount_prior_12m"].sum()) - 1.0
    return float(listed[name].mean() if name in _AVERAGED else listed[_SUMMED[name]].sum())


def ways(name: str, customers: pd.DataFrame) -> list[tuple[str, CustomerFilters]]:
    return [(one.label, one.filters) for one in people_counted(name, customers, reader())]


def test_a_share_leads_to_those_who_did_and_to_all_of_whom_it_is_one():
    left = six_customers().assign(churn_state=["left", "staying", "leaning", "staying", None, None])
    of = CustomerFilters(state=("staying", "leaning", "left"))
    assert ways("left_share", left) == [("1 customer", CustomerFilters(state=("left",))), ("of 4", of)]


def test_a_sum_leads_to_all_whose_part_is_known():
    assert ways("current_value_total", six_customers()) == [("6 customers", CustomerFilters())]


def test_fewer_than_five_who_answered_alike_are_not_told_apart():
    kinds = six_customers().assign(loyalty_kind=["true"] * 4 + ["none", None])
    assert [label for label, _ in ways("true_loyalty_share", kinds)] == ["of 5"]
    more = six_customers().assign(loyalty_kind=["true"] * 5 + ["none"])
    assert [label for label, _ in ways("true_loyalty_share", more)] == ["5 customers", "of 6"]


def test_an_assessment_that_does_not_say_who_stayed_lists_nobody():
    assert ways("retention_rate", six_customers()) == []


def test_the_best_fifth_ends_with_all_who_are_worth_the_same():
    equal = six_customers().assign(current_value=[9.0, 5.01, 5.01, 5.0, 1.0, 0.0])
    assert ways("top_20_percent_share", equal) == [("3 customers", CustomerFilters(value_from=5.01))]
