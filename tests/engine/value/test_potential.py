import dataclasses
import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from engine.value.potential import (
    PeerWindow,
    Terms,
    follow_peers,
    peer_window,
    potential_columns,
)

AS_OF = dt.date(2025, 12, 31)
WINDOW = PeerWindow(dt.date(2024, 12, 31), 12, "current_value", "purchase_days_12m")
TERMS = Terms(churn_after_days=100.0, discount_rate_per_year=0.0, minimum_peers=4)


def summary(rows: list[tuple[str, float, float, str, float]]) -> pd.DataFrame:
    names = ["customer_id", "purchase_days", "current_value", "last_purchase_day", "value_window"]
    frame = pd.DataFrame(rows, columns=names)
    frame["last_purchase_day"] = pd.to_datetime(frame["last_purchase_day"]).astype("datetime64[s]")
    return frame.assign(purchase_days_12m=frame["purchase_days"], purchase_days_window=frame["purchase_days"])


def then(values: list[float]) -> pd.DataFrame:
    rows = [(f"peer{i}", 4.0, value, "2024-12-20", 0.0) for i, value in enumerate(values)]
    return summary(rows).assign(days_since_last_purchase=11.0)


def now(today: list[tuple[str, float, float, str, float]]) -> pd.DataFrame:
    """Two peers stayed and doubled; two were never seen again."""
    peers = [
        ("peer0", 9.0, 240.0, "2025-12-20", 240.0),
        ("peer1", 9.0, 240.0, "2025-12-20", 240.0),
        ("peer2", 4.0, 0.0, "2024-12-20", 0.0),
        ("peer3", 4.0, 0.0, "2024-12-20", 0.0),
    ]
    frame = summary(peers + today)
    days = (pd.Timestamp(AS_OF) - frame["last_purchase_day"]).dt.days.astype(float)
    return frame.assign(days_since_last_purchase=days)


def potential(terms: Terms = TERMS, value: float = 120.0) -> pd.Series:
    base = now([("today", 4.0, value, "2025-12-20", value)])
    peers = follow_peers(then([120.0] * 4), base, WINDOW, AS_OF, terms)
    return potential_columns(base, WINDOW, peers, terms).iloc[-1]


def test_potential_value_by_hand() -> None:
    """A customer of 10 a month, whose four peers brought 10 a month as well.

    The two who left count as customers until 100 days after 20 December: through January and
    February. Months stayed: 12 + 12 + 2 + 2 = 28, 7 each. The margin since, 480, is 17.14 a month
    stayed, 1.714 times what it was. So 7 months × (17.14 − 10) = 50.
    """
    found = potential()
    assert found["potential_value"] == pytest.approx(50.0)
    assert found["peers_count"] == 4


def test_interval_by_hand() -> None:
    """Errors of stay: ±5 months; of the factor: ±(24 − 12 × 1.714) / 7 = ±0.4898, both together.

    Variance of the means (n − 1 = 3): 8.333, 0.07997, covariance 0.8163. With gain 7.143, stay 7
    and scale 10: 425.2 + 816.3 + 391.8 = 1633.3, whose root times 1.96 is 79.21.
    """
    found = potential()
    assert found["potential_value_low"] == 0.0
    assert found["potential_value_high"] == pytest.approx(50.0 + 79.21, abs=0.01)


def test_later_months_count_less() -> None:
    """At 10 % a year the first two months are worth 1.9764, all twelve 11.4146 of 12."""
    discounts = 1.1 ** (-np.arange(1, 13) / 12)
    expected = (discounts[:2].sum() + discounts[2:].sum() / 2) * (480 / 28 - 10)
    found = potential(dataclasses.replace(TERMS, discount_rate_per_year=0.10))
    assert found["potential_value"] == pytest.approx(expected)
    assert found["potential_value"] < 50.0


def test_it_grows_with_the_customer_not_with_the_peers() -> None:
    assert potential(value=60.0)["potential_value"] == pytest.approx(25.0)


def test_fewer_peers_than_asked_leave_it_undefined() -> None:
    found = potential(dataclasses.replace(TERMS, minimum_peers=5))
    assert found.isna().all()


def test_who_has_left_adds_nothing_and_is_nobodys_peer() -> None:
    base = now([("today", 4.0, 120.0, "2025-06-01", 120.0)])  # silent for 213 days, the rule is 100
    earlier = then([120.0] * 4)
    earlier.loc[0, "days_since_last_purchase"] = 101.0
    peers = follow_peers(earlier, base, WINDOW, AS_OF, TERMS)
    assert len(peers.margin) == 3
    found = potential_columns(base, WINDOW, peers, TERMS).iloc[-1]
    assert found["potential_value"] == found["potential_value_high"] == 0.0
    assert math.isnan(found["peers_count"])


def test_a_loss_today_is_not_turned_into_potential() -> None:
    """Peers without value went on to bring 480 in 28 months; the loss-maker gets that, not more."""
    base = now([("today", 4.0, -9_000.0, "2025-12-20", -9_000.0)])
    peers = follow_peers(then([-5.0] * 4), base, WINDOW, AS_OF, TERMS)
    found = potential_columns(base, WINDOW, peers, TERMS)
    assert found["potential_value"].iloc[-1] == pytest.approx(7 * 480 / 28)


def test_peers_who_all_left_leave_nothing_to_add() -> None:
    gone = Terms(churn_after_days=5.0, discount_rate_per_year=0.0, minimum_peers=4)
    base = now([("today", 4.0, 120.0, "2025-12-01", 120.0)])
    base["last_purchase_day"] = base["last_purchase_day"].mask(
        base["customer_id"].str.startswith("peer"), pd.Timestamp("2024-12-20")
    )
    found = potential_columns(base, WINDOW, follow_peers(then([120.0] * 4), base, WINDOW, AS_OF, gone), gone)
    assert found["potential_value"].iloc[-1] == 0.0


@pytest.mark.parametrize(
    ("history_months", "horizon_months", "months", "column"),
    [
        (36, 12, 12, "current_value"),
        (24, 12, 12, "current_value"),
        (18, 12, 9, "value_window"),
        (18, 6, 6, "current_value"),
        (12, 12, 6, "value_window"),
        (60, 24, 12, "current_value"),
    ],
)
def test_the_window_by_hand(history_months: int, horizon_months: int, months: int, column: str) -> None:
    window = peer_window(AS_OF, history_months, horizon_months)
    assert window is not None
    assert (window.months, window.value_column) == (months, column)


def test_half_a_year_of_history_is_the_least() -> None:
    assert peer_window(AS_OF, 5, 12) is None
    assert peer_window(AS_OF, 36, 2) is None


def test_the_interval_holds_what_it_promises() -> None:
    """Of 300 companies whose customers all grow by the same law, 95 % of intervals hold the truth."""
    rng, covered = np.random.default_rng(8), 0
    # Who stays, half of all, doubles on average; the others are gone after two months: P = 50 (see above).
    for _ in range(300):
        stays = rng.random(200) < 0.5
        margin = np.where(stays, rng.gamma(2.0, 120.0, 200), 0.0)
        last = np.where(stays, "2025-12-20", "2024-12-20")
        ids = [f"peer{i}" for i in range(200)]
        after = summary([(i, 4.0, m, d, m) for i, m, d in zip(ids, margin, last, strict=True)])
        today = summary([("today", 4.0, 120.0, "2025-12-20", 120.0)]).assign(days_since_last_purchase=11.0)
        peers = follow_peers(then([120.0] * 200), after, WINDOW, AS_OF, TERMS)
        found = potential_columns(today, WINDOW, peers, TERMS).iloc[0]
        covered += found["potential_value_low"] <= 50.0 <= found["potential_value_high"]
    assert covered / 300 == pytest.approx(0.95, abs=0.035)
