import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.random import default_rng
from scipy.sparse import csr_matrix

from engine.contracts import Tables
from engine.segments.crossselling import Chances, Pairs, basket, owned_products, product_margins
from engine.segments.item_scores import item_weights
from engine.segments.next_product import assessment_columns
from engine.value.basis import history
from tests.engine.real_data import online_retail

AS_OF = dt.date(2026, 6, 30)
SPLIT = dt.date(2025, 12, 31)


def company(customers: int = 900, *, telling: bool = True) -> pd.DataFrame:
    """Two years, forty products in four worlds; customers keep to their world, if ``telling``."""
    rng, rows = default_rng(6), []
    for number in range(customers):
        world = number % 4
        for _ in range(rng.integers(3, 9)):
            own = telling and rng.random() < 0.85
            # The first of a world are the best sellers of all.
            product = world * 10 + int(10 * rng.random() ** 2) if own else int(40 * rng.random() ** 2)
            rows.append((f"C{number:04d}", f"P{product:02d}", int(rng.integers(0, 911)), 10.0 + product))
    facts = pd.DataFrame(rows, columns=["customer_id", "product_id", "offset", "amount"])
    facts["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(facts.pop("offset"), unit="D")
    return facts.assign(margin=facts["amount"] * 0.4)


def suggested(facts: pd.DataFrame, months: int = 30) -> tuple[pd.DataFrame, object, Tables]:
    tables = Tables.from_frames(facts)
    columns, card = assessment_columns(tables, tables.customers, AS_OF, history(tables, AS_OF, None), months)
    return columns, card, tables


@pytest.fixture(scope="module")
def found() -> tuple[pd.DataFrame, object, Tables]:
    return suggested(company())


def test_weights_of_regression_by_hand() -> None:
    """Steck (2019), eq. 8: B = I - P diag(1 / P_jj); two products, of three customers two own both."""
    owned = csr_matrix(np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0]]))
    inverse = np.linalg.inv(np.array([[3.0 + 200.0, 2.0], [2.0, 2.0 + 200.0]]))
    expected = [[0.0, -inverse[0, 1] / inverse[1, 1]], [-inverse[1, 0] / inverse[0, 0], 0.0]]
    assert item_weights(owned, "regression").between.tolist() == [
        pytest.approx(row, rel=1e-5) for row in expected
    ]


def test_weights_of_similarity_by_hand() -> None:
    """Two of three buyers of one and two of the other: 2 / sqrt(3 * 2), shrunk by 2 / 12."""
    owned = csr_matrix(np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0]]))
    between = item_weights(owned, "similarity").between
    assert between[0, 1] == pytest.approx(2 / 6**0.5 * 2 / 12, rel=1e-6)
    assert between[0, 0] == 0.0


def test_what_is_owned_or_not_allowed_is_not_suggested() -> None:
    owned = csr_matrix(np.array([[1.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 0.0, 1.0]]))
    best_sellers = item_weights(owned, "popularity")
    product, _ = best_sellers.top(owned, 2, np.array([True, True, False]))
    assert product.tolist() == [[1, -1], [-1, -1], [0, 1]]


def test_pairs_by_hand_what_was_given_back_is_not_owned() -> None:
    rows = [
        ("a", "x", "2025-03-01", 10.0),
        ("a", "x", "2026-03-01", 12.0),
        ("a", "y", "2025-03-01", 8.0),
        ("a", "y", "2026-01-05", -8.0),
        ("b", "x", "2026-02-01", 10.0),
        ("b", None, "2026-02-01", 99.0),
    ]
    facts = pd.DataFrame(rows, columns=["customer_id", "product_id", "day", "amount"])
    tables = Tables.from_frames(facts.assign(margin=facts["amount"]))
    found = tables.execute(owned_products(tables.transactions, AS_OF, history(tables, AS_OF, None), 6))
    assert found[["customer_id", "product_id"]].to_numpy().tolist() == [["a", "x"], ["a", "y"], ["b", "x"]]
    assert found["value"].tolist() == [12.0, -8.0, 10.0]
    assert found["kept"].tolist() == [True, False, True]
    assert found["kept_before"].tolist() == [True, True, False]


def test_a_basket_knows_nothing_of_later_days() -> None:
    tables = Tables.from_frames(company())
    pairs = Pairs.of(
        tables.execute(owned_products(tables.transactions, AS_OF, history(tables, AS_OF, None), 6))
    )
    then = basket(pairs, SPLIT, dt.date(2025, 6, 30), pairs.kept_before)
    facts = company()
    earlier = facts[facts["day"] <= pd.Timestamp(SPLIT)]
    assert then.owned.sum() == len(earlier[["customer_id", "product_id"]].drop_duplicates())
    last = earlier.groupby("customer_id")["day"].max().reindex(then.customers)
    assert then.silence.tolist() == (pd.Timestamp(SPLIT) - last).dt.days.tolist()


def test_chances_are_those_that_were_seen() -> None:
    silence, score = np.arange(400.0), np.tile([1.0, 2.0, 3.0, 4.0], 100).astype(np.float32)
    bought = (silence < 100) & (score == 4.0)
    chances = Chances.observed(silence, score, bought)
    soon, late = chances.of(np.array([10.0, 390.0]), np.array([4.0, 4.0], dtype=np.float32))
    # 25 customers were silent as briefly and fitted as well, all bought; 20 more count with the band's 25 %
    assert soon == pytest.approx((25 + 20 * 0.25) / (25 + 20), abs=0.02)
    assert late == 0.0
    assert np.isnan(chances.of(np.array([10.0]), np.array([-np.inf], dtype=np.float32))[0])


def test_margins_lean_on_all_where_few_bought() -> None:
    days = np.array(["2026-01-01"] * 3, dtype="datetime64[D]")
    flags = np.ones(3, dtype=np.bool_)
    pairs = Pairs(
        pd.Index(["a", "b"]),
        pd.Index(["x", "y"]),
        np.array([0, 1, 1]),
        np.array([0, 0, 1]),
        days,
        days,
        days,
        np.array([10.0, 20.0, 60.0]),
        flags,
        flags,
    )
    # mean of the three is 30, counted five times
    assert product_margins(pairs, pairs.products).tolist() == [(30 + 150) / 7, (60 + 150) / 6]


def test_suggestions_keep_to_the_customers_world_and_beat_the_best_sellers(found) -> None:
    columns, card, tables = found
    assert card.message_id == "card.crossselling.ok.found"
    assert card.facts["gain_low_share"] > 0
    assert card.facts["hit_3_low_rate"] > card.facts["popular_3_rate"]
    worlds = tables.customers["customer_id"].str[1:].astype(int) % 4
    suggested_worlds = columns["next_product_id"].str[1:].astype(int) // 10
    assert (suggested_worlds == worlds).mean() > 0.8


def test_no_one_is_offered_what_they_own(found) -> None:
    columns, _, tables = found
    bought = company().groupby("customer_id")["product_id"].agg(set).reindex(tables.customers["customer_id"])
    offered = columns["next_products"].str.split("\n")
    assert not any(set(several) & owned for several, owned in zip(offered, bought, strict=True))
    assert (offered.str[0] == columns["next_product_id"]).all()
    reasons = columns["next_product_because"]
    assert all(
        because in owned for because, owned in zip(reasons, bought, strict=True) if isinstance(because, str)
    )


def test_chance_and_margin_are_believable(found) -> None:
    columns, _, _ = found
    assert columns["next_product_probability"].between(0, 1).all()
    assert columns["next_product_margin"].between(4.0, 40.0).all()


def test_where_nothing_beats_the_best_sellers_they_are_suggested() -> None:
    columns, card, _ = suggested(company(telling=False))
    assert card.message_id == "card.crossselling.ok.best_sellers"
    assert card.facts["hit_3_rate"] == card.facts["popular_3_rate"]
    assert columns["next_product_because"].isna().all()
    assert set(columns["next_product_id"].dropna()) <= {f"P{number:02d}" for number in range(12)}


def test_too_little_is_said() -> None:
    facts = company(120)
    ids = [suggested(facts)[1].message_id, suggested(facts.assign(product_id=None))[1].message_id]
    assert ids == [
        "card.crossselling.not_enough_data.customers",
        "card.crossselling.not_enough_data.products",
    ]
    assert suggested(facts, months=8)[1].message_id == "card.crossselling.not_enough_data.history"


def test_online_retail_is_told_better_than_by_best_sellers(datasets: Path) -> None:
    """UCI Online Retail (Chen, Sain & Guo 2012), a gift-ware shop: last three months held out."""
    rows = online_retail(datasets)
    names = pd.read_csv(datasets / "uci_online_retail" / "dev_slice_40pct_customers.csv.gz", dtype=str)
    rows = rows.assign(product_id=names.loc[rows.index, "StockCode"])
    day = dt.date(2011, 12, 9)
    tables = Tables.from_frames(rows)
    _, card = assessment_columns(tables, tables.customers, day, history(tables, day, None), 12)
    assert card.facts["way"] == "regression"
    assert card.facts["hit_3_rate"] > 2 * card.facts["popular_3_rate"]
    assert card.facts["gain_low_share"] > 0.10
