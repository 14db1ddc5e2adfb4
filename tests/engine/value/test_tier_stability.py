import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.contracts import Tables
from engine.value.basis import history
from engine.value.tier_stability import (
    MONTH_COLUMNS,
    assessment_columns,
    month_values,
    tier_stability,
)

AS_OF = dt.date(2026, 3, 31)


def customers(values: list[float], tiers: list[str | None], potential: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": [f"C{number:03d}" for number in range(len(values))],
            "value_tier": tiers,
            "potential_value": potential,
            "potential_value_low": potential,
            "potential_value_high": potential,
            "peers_count": 40.0,
        }
    )


def months(frame: pd.DataFrame, values: list[float], *, at_once: bool) -> pd.DataFrame:
    share = np.zeros(12) if at_once else np.full(12, 1 / 12)
    if at_once:
        share[0] = 1.0
    return pd.DataFrame(np.outer(values, share), columns=MONTH_COLUMNS).assign(
        customer_id=frame["customer_id"]
    )


def test_months_by_hand() -> None:
    """A month is the half-open span from the same day a month earlier; refunds count, later days don't."""
    facts = pd.DataFrame(
        {
            "customer_id": ["a"] * 6,
            "day": pd.to_datetime(
                ["2026-03-31", "2026-03-01", "2026-02-28", "2025-04-01", "2025-03-31", "2026-04-01"]
            ),
            "amount": [10.0, 5.0, -2.0, 7.0, 100.0, 1000.0],
            "margin": [10.0, 5.0, -2.0, 7.0, 100.0, 1000.0],
        }
    )
    tables = Tables.from_frames(facts)
    found = tables.execute(month_values(tables.transactions, AS_OF, history(tables, AS_OF, None)))
    assert found[MONTH_COLUMNS].iloc[0].tolist() == [15.0, -2.0, *[0.0] * 9, 7.0]


def test_even_months_and_a_sure_potential_change_nothing() -> None:
    values = [100.0, 90.0, 5.0, 4.0]
    frame = customers(values, ["gold", "gold", "lead", "lead"], [0.0, 0.0, 0.0, 0.0])
    found = tier_stability(frame, months(frame, values, at_once=False), 0.8)
    assert found.keep_probability.tolist() == [1.0, 1.0, 1.0, 1.0]
    assert (found.changing.value, found.changing.low, found.changing.high) == (0.0, 0.0, 0.0)
    assert found.flows.set_index(["tier", "other"])["customers"].loc[("gold", "gold")] == pytest.approx(2.0)


def test_who_bought_in_one_month_alone_sits_less_firmly_than_who_bought_all_year() -> None:
    rng = np.random.default_rng(1)
    values = list(rng.gamma(1.0, 100.0, 200))
    order = np.sort(values)[::-1]
    cut = order[np.argmax(np.cumsum(order) >= 0.8 * order.sum())]
    frame = customers(values, ["gold" if value >= cut else "lead" for value in values], [0.0] * 200)
    spread = months(frame, values, at_once=False)
    lumpy = spread.copy()
    for row in range(0, 200, 2):
        lumpy.loc[row, MONTH_COLUMNS] = 0.0
        lumpy.loc[row, MONTH_COLUMNS[row % 12]] = values[row]
    found = tier_stability(frame, lumpy, 0.8)
    assert found.keep_probability[::2].mean() < found.keep_probability[1::2].mean()
    assert found.changing.low <= found.changing.value <= found.changing.high
    assert 0 < found.changing.value < 200


def test_a_wider_potential_keeps_fewer_in_their_tier() -> None:
    size = 100
    frame = customers([10.0] * size, ["platinum"] * 50 + ["gold"] * 50, [30.0] * 50 + [3.0] * 50)
    frame["peers_count"] = np.arange(float(size))
    even = months(frame, [10.0] * size, at_once=False)
    sure = tier_stability(frame, even, 0.8).changing.value
    unsure = tier_stability(frame.assign(potential_value_high=frame["potential_value"] + 40.0), even, 0.8)
    assert sure == 0.0
    assert unsure.changing.value > 10.0


def test_who_has_no_tier_has_no_firmness() -> None:
    frame = customers([5.0, 5.0], ["gold", None], [0.0, np.nan])
    found = tier_stability(frame, months(frame, [5.0, 5.0], at_once=False), 0.8)
    assert found.keep_probability[0] == 1.0
    assert np.isnan(found.keep_probability[1])
    assert found.changing.n == 1


def test_fewer_than_thirty_customers_with_a_tier_are_too_few() -> None:
    frame = customers([5.0] * 10, ["gold"] * 10, [0.0] * 10)
    columns, figures, card = assessment_columns(frame, months(frame, [5.0] * 10, at_once=False), 0.8)
    assert columns["tier_keep_probability"].isna().all()
    assert not figures["tier_changes"].is_defined
    assert card.message_id == "card.tier_stability.not_enough_data"
