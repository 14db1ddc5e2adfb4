"""Does the grid count customers where they are?"""

from __future__ import annotations

from dashboard.presenters.rfm_grid import rfm_table, rfm_view
from tests.dashboard.presenters.assessed_customers import grounds, six_customers


def test_cells_hold_customers_and_their_value():
    customers = six_customers().assign(rfm_recency=[5, 2, 5, 4, 1, 2], rfm_frequency=[5, 5, 5, 1, 1, 5])
    table = rfm_table(customers).set_index("code")
    assert table["customers"].to_dict() == {"r1f1": 1, "r2f5": 2, "r4f1": 1, "r5f5": 2}
    # 600 and 100; 250 and -40.
    assert table.loc["r5f5", "value_each"] == 350.0
    assert table.loc["r2f5", "value_each"] == 105.0
    assert (table.loc["r2f5", "recency"], table.loc["r2f5", "frequency"]) == (2, 5)


def test_the_headline_names_who_has_not_been_seen_for_long():
    view = rfm_view(six_customers(), grounds())
    assert view.headline == (
        "1 customer buy most recently and most often; 1 who used to come often has not been seen for long,"
        " worth €250 a year"
    )
    assert (
        view.cells.set_index("code").loc["r5f5", "hover"]
        == "recency 5, frequency 5: 1 customer, €600 of margin a head"
    )


def test_without_purchases_it_says_what_is_needed():
    view = rfm_view(six_customers().assign(rfm_recency=float("nan")), grounds())
    assert view.cells.empty
    assert view.missing.startswith("Nobody has bought anything up to this date")
