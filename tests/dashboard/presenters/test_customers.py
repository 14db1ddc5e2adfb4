"""Does the Customers page say the right things about a list?"""

from __future__ import annotations

import pytest

from dashboard.presenters.customer_filters import CustomerFilters, matching
from dashboard.presenters.customers import compared_shares, customers_view, said
from tests.dashboard.presenters.assessed_customers import grounds, reader, six_customers


def view_of(filters: CustomerFilters, **changes):
    everybody = six_customers()
    return customers_view(matching(everybody, filters), everybody, filters, grounds(**changes))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (CustomerFilters(), "All 6 customers, €960 of margin a year: 2 of them are leaning to leave"),
        (CustomerFilters(abc=("A",)), "2 customers, €850 of margin a year: 1 of them is leaning to leave"),
        (
            CustomerFilters(state=("leaning",)),
            "2 customers, €210 of margin a year: all of them are leaning to leave",
        ),
        (CustomerFilters(abc=("B",)), "2 customers, €150 of margin a year: none of them is leaning to leave"),
        (CustomerFilters(stage=("exploration",)), "2 customers, €50.00 of margin a year: 1 of them has left"),
        (CustomerFilters(tier=("platinum",), state=("left",)), "No customer fits these filters"),
    ],
)
def test_the_headline_counts_values_and_warns(filters, expected):
    assert view_of(filters).headline == expected


def test_where_no_margin_is_known_the_headline_says_sales():
    assert view_of(CustomerFilters(), basis="sales").headline.startswith(
        "All 6 customers, €960 of sales a year"
    )
    assert "margin" in view_of(CustomerFilters(), basis="assumed_margin").headline


def test_the_headline_in_chinese():
    assert (
        view_of(CustomerFilters(abc=("A",)), language="zh_CN").headline
        == "2位客户，年边际贡献€850，其中1位有流失倾向"
    )


def test_figures_stand_beside_everybodys():
    customers, value, leaning, silent = view_of(CustomerFilters(abc=("A",))).figures
    assert (customers.value, customers.note) == ("2", "33.3% of everybody")
    assert (value.value, value.note) == ("€850", "88.5% of everybody")
    assert (leaning.value, leaning.note) == ("50.0%", "Everybody: 33.3%")
    # Medians: (10 + 90) / 2, and of 10, 20, 30, 45, 90, 700 it is 37.5, to the even.
    assert (silent.value, silent.note) == ("50 days", "Everybody: 38 days")


def test_the_churn_rule_stands_with_the_churn_figure():
    leaning = view_of(CustomerFilters()).figures[2]
    assert (
        "Churn rule",
        "Left after 365 days without a purchase (estimated from your data)",
    ) in leaning.explanation.inputs
    assert leaning.explanation.method == "churn_state"


def test_without_a_rule_the_share_is_a_dash_and_says_why():
    everybody = six_customers().assign(churn_state=None)
    view = customers_view(everybody, everybody, CustomerFilters(), grounds(churn_after_days=float("nan")))
    assert view.figures[2].value == "–"
    assert view.figures[2].missing.startswith("Churn states need a rule")


def test_states_of_the_list_beside_everybodys():
    everybody = six_customers()
    shares = compared_shares(everybody[:2], everybody, "churn_state", reader())
    assert shares["code"].tolist() == ["staying", "leaning", "left"]
    assert shares["share"].tolist() == [0.5, 0.5, 0.0]
    assert shares["usual"].tolist() == pytest.approx([3 / 6, 2 / 6, 1 / 6])
    assert said(shares) == "Staying 50% (50%) · Leaning to leave 50% (33%) · Left 0% (17%)"


def test_a_list_of_everybody_is_not_narrowed():
    assert not view_of(CustomerFilters()).is_narrowed
    assert view_of(CustomerFilters(abc=("A",))).is_narrowed
    assert view_of(CustomerFilters(tier=("gold",), state=("left",))).is_empty


def test_a_list_of_fewer_than_five_is_not_compared_by_shares():
    assert view_of(CustomerFilters(abc=("A",))).is_small
    assert not view_of(CustomerFilters()).is_small
