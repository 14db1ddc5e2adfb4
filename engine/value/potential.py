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
    latex=r"P_i = \sum_{k=1}^{W} \frac{S_k \cdot \max(0,\ \hat m_i - m_i)}{(1 + d)^k}, \quad"
    r" S_k = \frac{1}{n}\sum_j a_{jk}, \quad"
    r" \hat m_i = b_i \cdot \frac{\sum_j M_j}{\sum_j \sum_k a_{jk}} \Big/ \frac{1}{n}\sum_j b_j",
    origin="estimated",
)

SHORTEST_WINDOW_MONTHS = 3
_YEAR = 12
_COLUMNS = ["potential_value", "potential_value_low", "potential_value_high", "peers_count"]
# Bands of recency, frequency and value; from fine to coarse until peers suffice. Any value or none
# is told apart on every rung.
_LADDER = (
    ((0.25, 0.5, 0.75), (0.5, 0.8), (0.2, 0.4, 0.6, 0.8, 0.9, 0.95)),
    ((0.25, 0.5, 0.75), (), (0.2, 0.4, 0.6, 0.8, 0.9)),
    ((0.5,), (), (0.25, 0.5, 0.75)),
    ((), (), (0.5,)),
    ((), (), ()),
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
    """Of each peer: traits and margin per month then; months stayed (and discounted), margin since."""

    traits: Floats
    scale: Floats
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

    Both are purchase summaries; the window columns of ``now`` must look at the window's months.
    Peers are those who hadn't left at the stand. A peer is still a customer in month k if by its
    end they were not silent for longer than the churn rule: the same rule by which today's
    customers count as left.
    """
    bought = then[then["days_since_last_purchase"] <= terms.churn_after_days]
    outcome = now.set_index("customer_id").loc[bought["customer_id"]]
    last = outcome["last_purchase_day"].to_numpy(dtype="datetime64[D]")
    ends = np.array(
        [months_before(as_of, window.months - k) for k in range(1, window.months + 1)], "datetime64[D]"
    )
    stayed = (ends[None, :] - last[:, None]).astype(np.float64) <= terms.churn_after_days
    return Followed(
        traits=_traits(bought, window),
        scale=_scale(bought, window),
        discounted_months=stayed @ _discounts(window.months, terms.discount_rate_per_year),
        months=stayed.sum(axis=1).astype(np.float64),
        margin=outcome["value_window"].to_numpy(dtype=np.float64),
    )


def potential_columns(now: pd.DataFrame, window: PeerWindow, peers: Followed, terms: Terms) -> pd.DataFrame:
    """Return potential value with its 95 % interval and the number of matched peers.

    Peers say by which factor the margin per month of such customers changed; it is applied to the
    customer's own, so that a small customer among large ones isn't promised their size. Who
    brought nothing is promised the mean of peers who had brought nothing. Today's margin per month
    is current value / 12, and 0 for a loss: that a loss ends is no growth.

    The interval is the sampling error of the peers' means, not the spread of single customers. NaN
    where even the coarsest match has fewer than ``minimum_peers`` peers. Who has left by the churn
    rule is no customer in any month, so nothing is added: winning back is a matter of rescue.
    """
    silence = now["days_since_last_purchase"].to_numpy(dtype=np.float64)
    found = np.full((len(now), 4), np.nan)
    found[silence > terms.churn_after_days, :3] = 0.0
    open_rows = silence <= terms.churn_after_days
    traits, scale = _traits(now, window), _scale(now, window)
    today = np.maximum(now["current_value"].to_numpy(dtype=np.float64), 0.0) / _YEAR
    for shares in _LADDER:
        bands = _Bands.of(peers.traits, shares)
        cells = bands.cells(traits[open_rows])
        moments = _Moments.of(bands.cells(peers.traits), cells, peers)
        estimates = moments.estimates(cells, scale[open_rows], today[open_rows])
        enough = estimates[:, 3] >= terms.minimum_peers
        rows = np.flatnonzero(open_rows)[enough]
        found[rows], open_rows[rows] = estimates[enough], False
    return pd.DataFrame(found, columns=_COLUMNS, index=now.index)


def undefined_potential(now: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of ``potential_columns`` without a value, for want of data."""
    return pd.DataFrame(np.nan, columns=_COLUMNS, index=now.index)


def _traits(summary: pd.DataFrame, window: PeerWindow) -> Floats:
    names = ["days_since_last_purchase", window.frequency_column, window.value_column]
    return summary[names].to_numpy(dtype=np.float64)


def _scale(summary: pd.DataFrame, window: PeerWindow) -> Floats:
    """Return margin per month in the matched period; 1 without any, which makes the factor a mean."""
    months = _YEAR if window.value_column == "current_value" else window.months
    value = summary[window.value_column].to_numpy(dtype=np.float64)
    return np.where(value > 0, value / months, 1.0)


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
    def of(cls, traits: Floats, shares: tuple[tuple[float, ...], ...]) -> _Bands:
        """Return band edges from the peers' own spread; equal peers never fall into different bands."""
        recency, frequency, value = traits.T
        positive = value[value > 0]
        return cls(
            _quantiles(recency, shares[0]),
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


@dataclass(frozen=True)
class _Moments:
    """Of each cell: peers, mean discounted months stayed, factor of margin; variances of their errors."""

    count: Floats
    stay: Floats
    factor: Floats
    stay_variance: Floats
    factor_variance: Floats
    covariance: Floats

    @classmethod
    def of(cls, peer_cells: Cells, cells: Cells, peers: Followed) -> _Moments:
        """Return the moments; the factor is a ratio of two ratios, its error by the delta method."""
        size = int(max(peer_cells.max(initial=0), cells.max(initial=0))) + 1
        count = np.bincount(peer_cells, minlength=size).astype(np.float64)

        def mean(values: Floats) -> Floats:
            found: Floats = np.bincount(peer_cells, values, size) / np.maximum(count, 1.0)
            return found

        stay, months, scale = mean(peers.discounted_months), mean(peers.months), mean(peers.scale)
        # Where nobody stayed there is no margin to speak of, and nothing to divide by.
        gone = months == 0
        months, scale = np.where(gone, 1.0, months), np.where(scale == 0, 1.0, scale)
        factor = np.where(gone, 0.0, mean(peers.margin) / months / scale)
        own = peer_cells
        stay_error = peers.discounted_months - stay[own]
        margin_error = (peers.margin / scale[own] - factor[own] * peers.months) / months[own]
        factor_error = margin_error - factor[own] * (peers.scale - scale[own]) / scale[own]
        factor_error = np.where(gone[own], 0.0, factor_error)
        freedom = np.maximum(count - 1.0, 1.0)
        return cls(
            count=count,
            stay=stay,
            factor=factor,
            stay_variance=mean(stay_error**2) / freedom,
            factor_variance=mean(factor_error**2) / freedom,
            covariance=mean(stay_error * factor_error) / freedom,
        )

    def estimates(self, cells: Cells, scale: Floats, today: Floats) -> Floats:
        """Return potential value, low, high and number of peers for customers in ``cells``."""
        stay, gain = self.stay[cells], self.factor[cells] * scale - today
        variance = (
            gain**2 * self.stay_variance[cells]
            + 2.0 * gain * stay * scale * self.covariance[cells]
            + (stay * scale) ** 2 * self.factor_variance[cells]
        )
        value, half = stay * gain, Z_95 * np.sqrt(np.maximum(variance, 0.0))
        rows = (np.maximum(row, 0.0) for row in (value, value - half, value + half))
        return np.column_stack([*rows, self.count[cells]])
