"""Is it said what to offer whom, why, and whether that beats the best sellers?"""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts.hit_rates import hit_rates_chart
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.presenters.next_products import has_offers, next_offer, offer_list, offers_view, product_number
from tests.dashboard.presenters.assessed_customers import NAN, grounds, six_customers

NAMES = pd.Series({"SPA": "Spa day", "BRK": "Breakfast", "PRK": "Parking"})
CARD = {
    "status": "ok",
    "variant": "found",
    "way": "similarity",
    "months": 6,
    "customers": 900,
    "products": 40,
    "buyers": 300,
    "gain_share": 0.09,
    "gain_low_share": 0.05,
    "gain_high_share": 0.13,
    **{
        f"hit_{length}{end}_rate": rate + step
        for length, rate in ((1, 0.2), (3, 0.47), (5, 0.6), (10, 0.8))
        for end, step in (("", 0.0), ("_low", -0.04), ("_high", 0.04))
    },
    **{f"popular_{length}_rate": rate for length, rate in ((1, 0.15), (3, 0.38), (5, 0.5), (10, 0.7))},
}


def offered() -> pd.DataFrame:
    return six_customers().assign(
        next_product_id=["SPA", "SPA", "BRK", "SPA", None, "BRK"],
        next_product_probability=[0.10, 0.20, 0.50, 0.05, NAN, 0.10],
        next_product_margin=[100.0, 100.0, 10.0, 100.0, NAN, 10.0],
        next_product_because=["BRK", "PRK", None, "BRK", None, "PRK"],
        next_products=["SPA\nPRK", "SPA", "BRK\nSPA\nPRK", "SPA", None, "BRK"],
    )


def test_customers_stand_by_expected_margin():
    view = offers_view(offered(), CARD, NAMES, None, grounds())
    rows = offer_list(view.listed, 1, grounds().reader, NAMES).rows
    assert rows["customer_id"].tolist() == ["A2", "A1", "B1", "B2", "C2"]
    assert rows["expected"].tolist() == ["€20.00", "€10.00", "€5.00", "€5.00", "€1.00"]
    assert rows["product"].iloc[0] == "Spa day"
    assert rows["because"].tolist() == ["Parking", "Breakfast", "–", "Breakfast", "Parking"]
    assert [figure.value for figure in view.figures] == ["47%", "+9 points", "5", "€41.00"]
    assert "47% of new buyers" in view.headline


def test_without_products_there_is_nothing_to_offer():
    assert has_offers(offered())
    assert not has_offers(offered().assign(next_product_id=None))
    assert not has_offers(six_customers().drop(columns="next_product_id", errors="ignore"))


def test_a_product_narrows_the_list_by_its_number():
    view = offers_view(offered(), CARD, NAMES, product_number("BRK"), grounds())
    assert view.listed["customer_id"].tolist() == ["B1", "C2"]
    assert view.list_caption == "2 customers to be offered Breakfast"
    assert view.products["code"].tolist() == [str(product_number("SPA")), str(product_number("BRK"))]
    assert view.products["label"].tolist() == ["3 customers · €35.00", "2 customers · €6.00"]


def test_pictures_carry_labels_and_codes():
    view = offers_view(offered(), CARD, NAMES, None, grounds())
    bars, rows = labelled_bars_chart(view.products).data
    assert list(bars.customdata) == list(rows.customdata) == view.products["code"].tolist()
    own, popular = hit_rates_chart(view.hits, ("Suggestions", "Best sellers"), "Products").data
    assert list(own.text) == ["20%", "47%", "60%", "80%"]
    assert list(popular.y) == [0.15, 0.38, 0.5, 0.7]
    assert "3: 47% (38%)" in view.alt


def test_one_customers_offer_says_why_and_for_how_much():
    customers = offered()
    offer = next_offer(customers.iloc[0], CARD, NAMES, grounds())
    assert offer.sentence == (
        "Spa day: customers who buy Breakfast often buy it too. Chance within 6 months 10%; "
        "if taken, it brings €100 of margin."
    )
    assert offer.further == "Then: Parking"
    assert offer.note.startswith("Three such suggestions find what 47%")
    best_seller = next_offer(
        customers.iloc[2], CARD | {"variant": "best_sellers"}, NAMES, grounds(basis="sales")
    )
    assert best_seller.sentence.startswith("Breakfast, the best seller that this customer has not bought.")
    assert best_seller.sentence.endswith("of sales.")
    assert best_seller.note.startswith("Nothing beats the best sellers here")
    assert next_offer(customers.iloc[4], CARD, NAMES, grounds()).missing.startswith(
        "This customer owns every product"
    )


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ({}, "This assessment was made before"),
        (
            {"status": "not_enough_data", "variant": "products", "count": 2, "needed": 5},
            "2 of the 5 products with ten buyers",
        ),
    ],
)
def test_what_is_missing_is_said(card, said):
    nothing = six_customers().assign(next_product_id=None)
    assert said in offers_view(nothing, card, NAMES, None, grounds()).missing
    assert said in next_offer(nothing.iloc[0], card, NAMES, grounds()).missing
