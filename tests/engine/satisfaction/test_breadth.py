"""From how many categories do customers buy, now and a year before?"""

import pandas as pd

from engine.satisfaction.breadth import category_columns

PRODUCTS = pd.DataFrame(
    {"product_id": ["tea", "milk", "pen", "gift"], "category": ["food", "food", "desk", None]}
)
CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "d", "e"],
        "amount_12m": [9.0, 9.0, 9.0, 9.0, 0.0],
        "spend_change": [0.1, 0.0, -0.2, None, -1.0],
    }
)


def bought(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "product_id", "is_now"])


def test_categories_by_hand() -> None:
    """a adds desk to food, b's tea became milk (both food), c dropped desk; d came lately, e left."""
    rows = bought(
        *(("a", "tea", False), ("a", "tea", True), ("a", "pen", True), ("a", "gift", True)),
        *(("b", "tea", False), ("b", "milk", True)),
        *(("c", "tea", False), ("c", "pen", False), ("c", "tea", True)),
        *(("d", "tea", False), ("d", "pen", True), ("e", "tea", False)),
    )
    found = category_columns(CUSTOMERS, rows, PRODUCTS)
    assert found["categories_12m"].tolist() == [2, 1, 1, 1, 0]
    assert found["categories_prior_12m"].tolist() == [1, 1, 2, 1, 1]
    assert found["breadth"].tolist()[:3] == ["wider", "same", "narrower"]
    assert found["breadth"].isna().tolist() == [False, False, False, True, True]


def test_of_purchases_without_any_category_the_number_is_unknown_and_without_purchases_it_is_0() -> None:
    rows = bought(("a", "gift", True), ("a", "tea", False), ("b", "tea", True))
    found = category_columns(CUSTOMERS[:2], rows, PRODUCTS)
    assert found["categories_12m"].isna().tolist() == [True, False]
    assert found["categories_prior_12m"].tolist() == [1, 0]
    assert found["breadth"].isna().all()


def test_without_categories_breadth_is_unknown() -> None:
    found = category_columns(CUSTOMERS, bought(("a", "gift", True)), PRODUCTS)
    assert found.isna().all(axis=None)
