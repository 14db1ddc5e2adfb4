"""How much margin may come on top of today's, judged by what matched peers went on to bring?

We stand W months earlier, match customers on what was known then, and look at what they did in
the W months since. Nothing after ``as_of`` and nothing of the customer's own future is used.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula
from engine.months import months_before
from engine.rates import Z_95

Floats = NDArray[np.float64]
Cells = NDArray[np.int64]

POTENTIAL_VALUE = Formula(
    name="potential_value",
    latex=r"P_i = \sum_{k=1}^{W} \frac{S_k \cdot \max(0,\ \hat m - m_i)}{(1 + d)^k}, \quad"
    r" S_k = \frac{1}{n}\sum_j a_{jk}, \quad \hat m = \frac{\sum_j M_j}{\sum_j \sum_k a_{jk}}",
    source="Definition of the value matrix; ratio estimator, Cochran (1977), for m and the interval",
    origin="estimated",
)

SHORTEST_WINDOW_MONTHS = 3
_YEAR = 12
# Bands of recency (those not left), frequency and value; from fine to coarse until peers suffice.
_LADDER = (
    ((0.25, 0.5, 0.75), (0.5, 0.8), (0.2, 0.4, 0.6, 0.8, 0.9, 0.95)),
    ((0.25, 0.5, 0.75), (), (0.2, 0.4, 0.6, 0.8, 0.9)),
    ((0.5,), (), (0.25, 0.5, 0.75)),
    ((), (), (0.5,)),
)


@dataclass(frozen=True)
class PeerWindow:
    """From which day peers are followed (``stand``), for how long, and what they are matched on."""

    stand: dt.date
    months: int
    value_column: str
    frequency_column: str


@dataclass(frozen=True)
class Terms:
    """What turns margins to come into a value today."""

    churn_after_days: float
    discount_rate_per_year: float
    minimum_peers: int


@dataclass(frozen=True)
class Followed:
    """Of each peer: discounted months stayed, months stayed, margin brought; and their traits then."""

    traits: Floats
    discounted_months: Floats
    months: Floats
    margin: Floats


def peer_window(as_of: dt.date, history_months: int, horizon_months: int) -> PeerWindow | None:
    """Return the window: at most a year, the horizon and half of the history; ``None`` below 3 months.

    Peers are matched on the year before their stand, or on W months where there is no whole year.
    """
    months = min(_YEAR, horizon_months, history_months // 2)
    if months < SHORTEST_WINDOW_MONTHS:
        return None
    names = ("value_window", "purchase_days_window")
    if history_months - months >= _YEAR:
        names = ("current_value", "purchase_days_12m")
    return PeerWindow(months_before(as_of, months), months, *names)


def follow_peers(
    then: pd.DataFrame, now: pd.DataFrame, window: PeerWindow, as_of: dt.date, terms: Terms
) -> Followed:
    """Return what became of the customers of ``then`` (the stand) by ``now`` (``as_of``).

    Both are purchase summaries; the window columns of ``now`` must look at the window's months. A
    peer is still a customer in month k if by its end they were not silent for longer than the
    churn rule: the same rule by which today's customers count as left.
    """
    bought = then[then["purchase_days"].notna()]
    outcome = now.set_index("customer_id").loc[bought["customer_id"]]
    last = outcome["last_purchase_day"].to_numpy(dtype="datetime64[D]")
    ends = np.array(
        [months_before(as_of, window.months - k) for k in range(1, window.months + 1)], "datetime64[D]"
    )
    stayed = (ends[None, :] - last[:, None]).astype(np.float64) <= terms.churn_after_days
    return Followed(
        traits=_traits(bought, window),
        discounted_months=stayed @ _discounts(window.months, terms.discount_rate_per_year),
        months=stayed.sum(axis=1).astype(np.float64),
        margin=outcome["value_window"].to_numpy(dtype=np.float64),
    )


def potential_columns(now: pd.DataFrame, window: PeerWindow, peers: Followed, terms: Terms) -> pd.DataFrame:
    """Return potential value with its 95 % interval and the number of matched peers.

    Today's margin per month is current value / 12, and 0 for a loss: that a loss ends is no
    growth. The interval is the sampling error of the peers' mean, not the spread of single
    customers. NaN where even the coarsest match has fewer than ``minimum_peers`` peers.
    """
    bought = now["purchase_days"].notna().to_numpy()
    traits = _traits(now[bought], window)
    today = np.maximum(now.loc[bought, "current_value"].to_numpy(dtype=np.float64), 0.0) / _YEAR
    found = np.full((int(bought.sum()), 4), np.nan)
    for recency, frequency, value in _LADDER:
        bands = _Bands.of(peers.traits, terms.churn_after_days, (recency, frequency, value))
        open_rows = np.isnan(found[:, 0])
        estimates = _estimates(bands.cells(peers.traits), bands.cells(traits), peers, today)
        enough = open_rows & (estimates[:, 3] >= terms.minimum_peers)
        found[enough] = estimates[enough]
    columns = ["potential_value", "potential_value_low", "potential_value_high", "peers_count"]
    return pd.DataFrame(found, columns=columns, index=now.index[bought]).reindex(now.index)


def _traits(summary: pd.DataFrame, window: PeerWindow) -> Floats:
    names = ["days_since_last_purchase", window.frequency_column, window.value_column]
    return summary[names].to_numpy(dtype=np.float64)


def _discounts(months: int, rate_per_year: float) -> Floats:
    per_month = (1.0 + rate_per_year) ** (1.0 / _YEAR)
    discounts: Floats = per_month ** -np.arange(1.0, months + 1.0)
    return discounts


@dataclass(frozen=True)
class _Bands:
    recency: Floats
    frequency: Floats
    value: Floats

    @classmethod
    def of(
        cls,
        traits: Floats,
        left_after: float,
        shares: tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]],
    ) -> _Bands:
        """Return band edges from the peers' own spread; equal peers never fall into different bands."""
        recency, frequency, value = traits.T
        staying, positive = recency[recency <= left_after], value[value > 0]
        return cls(
            # Who had left then is only ever a peer of who has left now.
            np.unique(np.append(_quantiles(staying, shares[0]), left_after)),
            _quantiles(frequency, shares[1]),
            np.unique(np.append(_quantiles(positive, shares[2]), 0.0)),
        )

    def cells(self, traits: Floats) -> Cells:
        """Return the number of the cell in which each customer lies."""
        recency, frequency, value = traits.T
        cells = np.searchsorted(self.recency, recency)
        cells = cells * (len(self.frequency) + 1) + np.searchsorted(self.frequency, frequency)
        cells = cells * (len(self.value) + 1) + np.searchsorted(self.value, value)
        numbers: Cells = cells.astype(np.int64)
        return numbers


def _quantiles(values: Floats, shares: tuple[float, ...]) -> Floats:
    if not values.size or not shares:
        return np.empty(0)
    # An edge is a value that occurs, so that a tie lies on one side of it.
    return np.unique(np.quantile(values, shares, method="inverted_cdf"))


def _estimates(peer_cells: Cells, cells: Cells, peers: Followed, today: Floats) -> Floats:
    """Return potential value, low, high and the peers of each customer, by the delta method."""
    size = int(max(peer_cells.max(initial=0), cells.max(initial=0))) + 1

    def mean(values: Floats) -> Floats:
        return np.bincount(peer_cells, values, size) / np.maximum(count, 1.0)

    count = np.bincount(peer_cells, minlength=size).astype(np.float64)
    stay, months = mean(peers.discounted_months), np.maximum(mean(peers.months), 1e-12)
    margin = np.where(stay > 0, mean(peers.margin) / months, 0.0)
    stay_rest = peers.discounted_months - stay[peer_cells]
    margin_rest = (peers.margin - margin[peer_cells] * peers.months) / months[peer_cells]
    margin_rest = np.where(stay[peer_cells] > 0, margin_rest, 0.0)
    gain = margin[cells] - today
    variance = (
        gain**2 * mean(stay_rest**2)[cells]
        + 2.0 * gain * stay[cells] * mean(stay_rest * margin_rest)[cells]
        + stay[cells] ** 2 * mean(margin_rest**2)[cells]
    ) / np.maximum(count[cells] - 1.0, 1.0)
    value, half = stay[cells] * gain, Z_95 * np.sqrt(np.maximum(variance, 0.0))
    rows = [value, value - half, value + half]
    return np.column_stack([*(np.maximum(row, 0.0) for row in rows), count[cells]])
