"""Do matrix and pyramid agree with sums made by hand?"""

from __future__ import annotations

import pytest

from dashboard.presenters.segment_shares import segment_shares
from dashboard.presenters.value_matrix import matrix_view, pyramid_view
from tests.dashboard.presenters.assessed_customers import grounds, reader, six_customers


def test_cells_hold_counts_and_shares_of_everybody():
    cells = matrix_view(six_customers(), grounds()).cells
    assert list(cells) == ["platinum", "gold", "iron", "lead"]
    iron = cells["iron"]
    # 2 of 6 customers; 150 of 960 of value now; 260 of 400 to come.
    assert (iron.count, iron.customers) == (2, "2 customers")
    assert (iron.customers_share, iron.current_share, iron.potential_share) == ("33.3%", "15.6%", "65.0%")
    assert iron.place == "Low current value, high potential value"
    assert iron.strategy == "Remove doubts, care for them, deepen the business."
    # A loss is shown as such: -40 of 960.
    assert cells["lead"].current_share == "-4.2%"


def test_the_headline_says_what_the_upper_cells_bring():
    view = matrix_view(six_customers(), grounds())
    expected = (
        "2 gold and platinum customers, 33% of all, bring 89% of the margin; 2 iron customers could grow"
    )
    assert view.headline == expected
    assert (
        view.note
        == "High: the customers that make up 80% of the sorted margin; the same cut for potential value."
    )
    assert view.alt.startswith("Shares by tier: Platinum 17% of customers, 62% of value; Gold")


def test_customers_without_a_tier_are_counted_apart():
    some = six_customers()
    some.loc[some["customer_id"] == "C1", "value_tier"] = None
    view = matrix_view(some, grounds())
    assert view.note.endswith("1 customer without a potential value is in no cell.")
    assert view.cells["lead"].count == 1
    assert view.cells["iron"].customers_share == "33.3%"


@pytest.mark.parametrize(
    ("potential", "expected"),
    [
        ({"variant": "history", "count": 4, "needed": 6}, "That takes 6 months of sales; there are 4 so far"),
        ({"variant": "gaps", "count": 12, "needed": 100}, "takes 100 repeat purchases; there are 12 so far"),
        ({"variant": "peers", "count": 7, "needed": 30}, "need 30 comparable customers"),
    ],
)
def test_without_potential_values_the_matrix_says_what_is_needed(potential, expected):
    nobody = six_customers().assign(value_tier=None, potential_value=float("nan"))
    view = matrix_view(nobody, grounds(potential=potential))
    assert expected in view.missing
    assert view.cells == {}


def test_the_pyramid_puts_customers_beside_what_they_bring():
    view = pyramid_view(six_customers(), grounds())
    assert view.kind == "tier"
    assert view.steps["code"].tolist() == ["platinum", "gold", "iron", "lead"]
    assert view.steps["customers_label"].tolist() == ["1 · 17%", "1 · 17%", "2 · 33%", "2 · 33%"]
    assert view.steps["value_label"].tolist() == ["€600 · 62%", "€250 · 26%", "€150 · 16%", "-€40.00 · -4%"]
    assert (
        view.headline
        == "A platinum customer brings €600 of margin a year, a customer on average €160; there is 1 of them"
    )


def test_without_tiers_the_pyramid_is_of_classes():
    view = pyramid_view(six_customers().assign(value_tier=None), grounds())
    assert view.kind == "abc"
    assert view.steps["customers"].tolist() == [2, 2, 2]
    assert (
        view.headline
        == "A class A customer brings €425 of margin a year, a customer on average €160; there are 2 of them"
    )


def test_shares_are_undefined_where_nothing_was_brought():
    table = segment_shares(six_customers().assign(current_value=0.0), "abc_class", reader())
    assert table["current_value_share"].isna().all()
    assert table["current_value_share_label"].tolist() == ["–", "–", "–"]
    assert table["value_each"].tolist() == [0.0, 0.0, 0.0]


def test_a_segment_without_customers_is_there_with_zeros():
    table = segment_shares(six_customers(), "lifecycle_stage", reader())
    assert table["code"].tolist() == ["exploration", "formation", "stability", "decline"]
    alone = segment_shares(six_customers()[:1], "lifecycle_stage", reader())
    assert alone["customers"].tolist() == [0, 0, 1, 0]
    assert alone["value_each"].isna().tolist() == [True, True, False, True]
