"""Who moved, which way, and what was it worth?"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.presenters.customer_filters import CustomerFilters, filter_words, matching
from dashboard.presenters.migration import direction, migration_view, tier_moves
from tests.dashboard.presenters.assessed_customers import grounds, reader, six_customers

BEFORE = dt.date(2025, 6, 30)


def five_customers_before():
    """A year before: C1 wasn't there, A1 was gold, B1 lead, C2 iron; the values were others."""
    before = six_customers().drop(index=4)
    return before.assign(
        value_tier=["gold", "gold", "lead", "iron", "iron"], current_value=[500.0, 300.0, 20.0, 50.0, 10.0]
    )


def test_moves_are_counted_and_valued():
    moves = tier_moves(six_customers(), five_customers_before()).set_index("code")
    assert moves["customers"].to_dict() == {
        "gold-platinum": 1,
        "gold-gold": 1,
        "iron-iron": 1,
        "iron-lead": 1,
        "lead-iron": 1,
        "none-lead": 1,
    }
    assert moves["value_change"].to_dict() == {
        "gold-platinum": 100.0,
        "gold-gold": -50.0,
        "iron-iron": 0.0,
        "iron-lead": -50.0,
        "lead-iron": 80.0,
        "none-lead": 0.0,
    }


def test_the_headline_says_who_went_up_and_down():
    view = migration_view(six_customers(), five_customers_before(), BEFORE, grounds())
    expected = "2 went up a tier or more (+€180 of margin a year), 1 went down (-€50.00) since Jun 30, 2025"
    assert view.headline == expected
    assert view.caption == "From Jun 30, 2025 to Jun 30, 2026"
    assert [(figure.label, figure.value) for figure in view.figures] == [
        ("Went up", "2"),
        ("Went down", "1"),
        ("Stayed", "2"),
        ("Came in", "1"),
    ]


def test_who_dropped_out_is_only_counted_where_somebody_did():
    view = migration_view(six_customers()[:5], five_customers_before(), BEFORE, grounds())
    assert (view.figures[-1].label, view.figures[-1].value) == ("Dropped out", "1")
    assert view.figures[-1].note == "-€10.00 of margin a year"


def test_customers_without_a_tier_at_both_times_do_not_move():
    none = six_customers().assign(value_tier=None)
    assert tier_moves(none, none).empty
    view = migration_view(
        none, none, BEFORE, grounds(potential={"variant": "peers", "count": 3, "needed": 30})
    )
    assert "30 comparable customers" in view.missing


@pytest.mark.parametrize(
    ("was", "tier", "expected"),
    [
        ("lead", "iron", "up"),
        ("gold", "platinum", "up"),
        ("platinum", "lead", "down"),
        ("gold", "iron", "down"),
        ("iron", "iron", "same"),
        ("none", "gold", "new"),
        ("lead", "none", "gone"),
    ],
)
def test_directions(was, tier, expected):
    assert direction(was, tier) == expected


def test_an_earlier_assessment_without_tiers_is_not_compared_with():
    before = six_customers().assign(value_tier=None)
    view = migration_view(six_customers(), before, BEFORE, grounds())
    assert view.headline == "No tiers to compare yet"
    assert view.missing.startswith("The assessment of Jun 30, 2025 has no tiers")


def test_a_square_of_who_dropped_out_leads_to_them_alone():
    tiers = [None, "gold", "iron", "iron", "lead", None]
    customers = six_customers().assign(value_tier=tiers, value_tier_before=["gold"] * 5 + [None])
    dropped = matching(customers, CustomerFilters(was=("gold",), tier=("none",)))
    assert dropped["customer_id"].tolist() == ["A1"]
    assert filter_words(CustomerFilters(tier=("none",)), reader()) == "No tier"
