import time
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.satisfaction.drivers import (
    correlations,
    drivers,
    performance_map,
    relative_importance,
    variance_inflation,
)


def explained(correlation: np.ndarray, items: tuple[int, ...]) -> float:
    if not items:
        return 0.0
    rows = [item + 1 for item in items]
    return float(
        correlation[0, rows] @ np.linalg.solve(correlation[np.ix_(rows, rows)], correlation[rows, 0])
    )


def test_two_items_by_hand() -> None:
    """r_y1 = .6, r_y2 = .5, r_12 = .5: R² = (.36 + .25 − .3)/.75 = .413; item 1: (.36 + .413 − .25)/2."""
    correlation = np.array([[1.0, 0.6, 0.5], [0.6, 1.0, 0.5], [0.5, 0.5, 1.0]])
    assert relative_importance(correlation) == pytest.approx([0.2616667, 0.1516667], abs=1e-7)


def test_it_is_the_mean_gain_over_all_orders_and_adds_up() -> None:
    rng = np.random.default_rng(4)
    correlation = correlations(rng.normal(size=(60, 5)) @ rng.normal(size=(5, 5)))
    orders = list(permutations(range(4)))
    gain = np.zeros(4)
    for order in orders:
        for place, item in enumerate(order):
            gain[item] += explained(correlation, order[: place + 1]) - explained(correlation, order[:place])
    found = relative_importance(correlation)
    assert found == pytest.approx(gain / len(orders))
    assert found.sum() == pytest.approx(explained(correlation, (0, 1, 2, 3)), abs=1e-12)


def test_an_item_asked_twice_shares_its_importance_and_is_named_collinear() -> None:
    rng = np.random.default_rng(6)
    item, other = rng.normal(size=500), rng.normal(size=500)
    target = pd.Series(item + 0.5 * other + rng.normal(size=500))
    found = drivers(target, pd.DataFrame({"a": item, "twin": item, "b": other}), rng).items
    by_name = found.set_index("item_id")
    assert by_name["importance"]["a"] == pytest.approx(by_name["importance"]["twin"])
    alone = relative_importance(correlations(np.column_stack([target, item, other])))
    assert by_name["importance"][["a", "twin"]].sum() == pytest.approx(alone[0], abs=0.02)


def test_collinear_items_are_flagged() -> None:
    rng = np.random.default_rng(9)
    item = rng.normal(size=400)
    frame = pd.DataFrame({"a": item, "near": item + 0.2 * rng.normal(size=400), "b": rng.normal(size=400)})
    found = drivers(pd.Series(item + rng.normal(size=400)), frame, rng).items.set_index("item_id")
    assert found["is_collinear"].to_dict() == {"a": True, "near": True, "b": False}


def test_inflation_by_hand() -> None:
    """Two items that correlate at .8 inflate each other by 1 / (1 − .64)."""
    assert variance_inflation(np.array([[1.0, 0.8], [0.8, 1.0]])) == pytest.approx([1 / 0.36] * 2)


def test_too_few_whole_answers_make_no_ranking() -> None:
    rng = np.random.default_rng(1)
    items = pd.DataFrame(rng.normal(size=(150, 3)), columns=list("abc"))
    items.loc[:60, "a"] = np.nan
    found = drivers(pd.Series(rng.normal(size=150)), items, rng)
    assert (found.n, found.needed, found.incomplete) == (89, 100, 61)
    assert found.items.empty


def test_the_four_fields() -> None:
    importance = pd.Series({"a": 0.3, "b": 0.3, "c": 0.1, "d": 0.1})
    performance = pd.Series({"a": 0.2, "b": 0.9, "c": 0.2, "d": 0.9})
    assert performance_map(importance, performance).to_dict() == {
        "a": "fix_first",
        "b": "keep_up",
        "c": "low_priority",
        "d": "possible_overkill",
    }


def test_airline_drivers_agree_with_the_correlations(datasets: Path) -> None:
    """14 items of the airline slice, 0 not applicable: the first three are those most correlated."""
    file = datasets / "airline_satisfaction" / "test.csv.gz"
    rows = pd.read_csv(file)
    items = rows.iloc[:, 8:22]
    items = items.mask(items == 0)
    target = (rows["satisfaction"] == "satisfied").astype("float64")
    started = time.perf_counter()
    found = drivers(target, items, np.random.default_rng(0))
    assert time.perf_counter() - started < 15.0
    assert found.items["importance"].sum() == pytest.approx(found.explained, abs=1e-9)
    whole = items.dropna()
    correlated = whole.corrwith(target.loc[whole.index]).abs().sort_values(ascending=False)
    assert set(found.items["item_id"][:3]) == set(correlated.index[:3])
    ranks = found.items.set_index("item_id")["importance"].rank()
    assert ranks.corr(correlated.rank().reindex(ranks.index)) > 0.8
