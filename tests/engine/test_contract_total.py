"""Is the total of what contract customers will bring as sure as it says?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from engine.assessing.contract_total import MonthsToCome, contract_totals, lifetime_curve
from engine.churn.other_curves import OtherCurves

IDS = pd.Index(["a", "b"])
PERIOD, LIFETIME = "value_to_come_12m_total", "lifetime_value_total"


def test_one_month_or_nothing_by_hand() -> None:
    # Each pays 10 in the first month with an even chance, and is gone after it.
    stays = np.zeros((2, 36))
    stays[:, 0] = 0.5
    same = OtherCurves(IDS, np.stack([stays, stays]), 1.0)
    found = contract_totals(MonthsToCome(IDS, np.full(2, 10.0), lifetime_curve(stays), 0.0), same)
    assert found[PERIOD].value == found[LIFETIME].value == 10.0
    # Two coins of 10: a variance of 2 * 25; the range is that of a logarithm, as what is positive.
    factor = math.exp(1.959964 * math.sqrt(math.log1p(50 / 100)))
    assert (found[PERIOD].low, found[PERIOD].high) == pytest.approx((10 / factor, 10 * factor), rel=1e-6)


def test_what_is_not_known_of_the_model_moves_all_customers_together() -> None:
    def curve(stay: float) -> np.ndarray:
        return np.tile(stay ** np.arange(1.0, 37.0), (2_000, 1))

    ids = pd.Index([f"C{number}" for number in range(2_000)])
    to_come = MonthsToCome(ids, np.full(2_000, 10.0), lifetime_curve(curve(0.98)), 0.0)
    sure, unsure = (
        contract_totals(to_come, OtherCurves(ids[::2], np.stack([curve(one)[::2] for one in stays]), 1.0))
        for stays in ((0.98, 0.98), (0.97, 0.99))
    )
    for name in (PERIOD, LIFETIME):
        assert sure[name].value == unsure[name].value
        assert unsure[name].high - unsure[name].low > 5 * (sure[name].high - sure[name].low)
    # Told from half of them for all: 20,000 a month, and what .97 and .99 make of 12 of them.
    ends = [20_000 * (stay * (1 - stay**12) / (1 - stay)) for stay in (0.97, 0.99)]
    spread = abs(ends[1] - ends[0]) / math.sqrt(2)
    assert unsure[PERIOD].high / unsure[PERIOD].value == pytest.approx(
        math.exp(1.96 * spread / unsure[PERIOD].value), rel=0.01
    )


def test_law_with_a_known_model_the_range_holds_what_happens_95_times_in_a_hundred() -> None:
    rng = np.random.default_rng(11)
    customers, worlds = 400, 400
    leaving, margin = rng.uniform(0.005, 0.06, customers), rng.gamma(2.0, 15.0, customers)
    stays = (1.0 - leaving[:, None]) ** np.arange(1.0, 37.0)
    ids = pd.Index(range(customers)).astype(str)
    same = OtherCurves(ids, np.stack([stays, stays]), 1.0)
    found = contract_totals(MonthsToCome(ids, margin, lifetime_curve(stays), 0.10), same)[PERIOD]
    months = np.minimum(rng.geometric(leaving, (worlds, customers)) - 1, 12)
    had = np.append(0.0, np.cumsum(1.1 ** -(np.arange(1.0, 13.0) / 12)))
    totals = had[months] @ margin
    assert np.mean((found.low <= totals) & (totals <= found.high)) == pytest.approx(0.95, abs=0.025)
    assert totals.mean() == pytest.approx(found.value, rel=0.005)


def test_a_customer_without_a_margin_counts_in_no_total() -> None:
    stays = np.tile(0.9 ** np.arange(1.0, 37.0), (2, 1))
    to_come = MonthsToCome(IDS, np.full(2, 10.0), lifetime_curve(stays), 0.0)
    others = np.stack([stays, 0.9 * stays])
    stranger = np.concatenate([others, np.ones((2, 1, 36))], axis=1)
    both = [
        contract_totals(to_come, OtherCurves(ids, curves, 1.0))[PERIOD]
        for ids, curves in ((IDS, others), (pd.Index(["a", "b", "nobody"]), stranger))
    ]
    assert both[0] == both[1]


def test_without_other_curves_there_is_no_range() -> None:
    stays = np.full((2, 36), 0.9)
    found = contract_totals(MonthsToCome(IDS, np.ones(2), lifetime_curve(stays), 0.0), None)
    assert found[PERIOD].is_defined
    assert math.isnan(found[PERIOD].low)
