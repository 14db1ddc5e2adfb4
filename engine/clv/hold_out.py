"""Had we forecast some months ago, how far off would we have been?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from engine.clv.beta_geo import ModifiedBetaGeoNBD
from engine.clv.futures import Range, Span, futures
from engine.clv.histories import DAYS_PER_WEEK, Histories
from engine.clv.smooth_tables import by_number_and_age
from engine.clv.totals import SAMPLE, parameter_variance, sum_estimate
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import share_estimate

Floats = NDArray[np.float64]

HOLD_OUT = Formula(
    name="hold_out_bias",
    latex=r"\text{bias} = \frac{\sum_i \hat y_i}{\sum_i y_i} - 1, \quad"
    r" \mathrm{MAE} = \frac1n \sum_i |\hat y_i - y_i|",
)


@dataclass(frozen=True)
class HoldOut:
    """A forecast from an earlier day beside what happened: purchases of those who were customers then.

    Attributes
    ----------
    weeks
        From that day until now.
    model, rows
        Fitted on what was known on that day; the histories as known then.
    expected, bought
        Purchase days forecast and made since by each customer, shape (n,).
    predicted
        The sum of the forecast with its 95 % interval.
    inside, above
        The share of customers whose purchases lay in the 95 % range foretold of each, and above it.
    """

    weeks: float
    model: ModifiedBetaGeoNBD
    rows: Histories
    expected: Floats
    bought: Floats
    predicted: Estimate
    inside: Estimate
    above: float

    @property
    def customers(self) -> int:
        """How many customers there were then."""
        return len(self.bought)

    @property
    def actual(self) -> float:
        """Purchase days made since."""
        return float(self.bought.sum())

    @property
    def error(self) -> float:
        """The mean absolute error of a customer's forecast."""
        return float(np.abs(self.expected - self.bought).mean())

    @property
    def plain_error(self) -> float:
        """The same had everybody been given the mean of all."""
        return float(np.abs(self.bought.mean() - self.bought).mean())

    @property
    def bias(self) -> Estimate:
        """Forecast over actual less 1, with the forecast's interval; NaN where nobody bought."""
        if not self.actual:
            return Estimate(np.nan, n=self.customers)
        value, low, high = (
            part / self.actual - 1.0
            for part in (self.predicted.value, self.predicted.low, self.predicted.high)
        )
        return Estimate(value, low, high, self.customers)

    @property
    def is_off(self) -> bool:
        """Whether what happened lies outside the forecast's interval."""
        return not self.predicted.low <= self.actual <= self.predicted.high


def hold_out(earlier: pd.DataFrame, now: pd.DataFrame, rng: Generator) -> HoldOut:
    """Return how the model fitted on an earlier purchase summary foretold the purchases up to now.

    Both are purchase summaries (``engine.purchases``) with ``days_since_last_purchase``; who
    only came later is no part of it.
    """
    then = earlier[earlier["purchase_days"].notna()]
    rows = Histories.of_summary(then)
    after = now.set_index("customer_id")["purchase_days"].reindex(then["customer_id"]).to_numpy(np.float64)
    weeks = (_stand(now) - _stand(then)) / pd.Timedelta(days=1) / DAYS_PER_WEEK
    bought = after - then["purchase_days"].to_numpy(np.float64)
    model = ModifiedBetaGeoNBD().fit(*rows.columns)
    # Of a large company every so-many-th customer tells how far ranges hold.
    some = slice(None, None, max(1, len(rows) // SAMPLE))
    part, came = rows.rows(some), bought[some]
    (own,), _ = futures(model, part, None, (Span(weeks, 0.0),), rng)
    return HoldOut(
        weeks=weeks,
        model=model,
        rows=rows,
        expected=purchases_to_come(model, rows, weeks),
        bought=bought,
        predicted=_total(model, rows, part, weeks, own),
        inside=share_estimate(int(((came >= own.low) & (came <= own.high)).sum()), len(came)),
        above=float((came > own.high).mean()),
    )


def purchases_to_come(model: ModifiedBetaGeoNBD, rows: Histories, weeks: float) -> Floats:
    """Return the purchases to expect of each customer, shape (n,); for many at the price of few."""
    if_alive = by_number_and_age(
        lambda x, age: model.purchases_if_alive(weeks, x, age)[None],
        rows.frequency,
        rows.age,
        model.params_["alpha"],
    )[0]
    alive: Floats = model.alive_probability(rows.frequency, rows.recency, rows.age) * if_alive
    return alive


def _total(model: ModifiedBetaGeoNBD, rows: Histories, part: Histories, weeks: float, own: Range) -> Estimate:
    """Return the purchases to expect of all customers together, with their 95 % interval.

    The interval is reckoned on ``part`` of a large company, whose own ranges are ``own``.
    """
    scale = len(rows) / len(part)

    def total(parameters: Floats) -> Floats:
        moved = model.with_parameters(**dict(zip(model.names, parameters, strict=True)))
        return np.array([scale * purchases_to_come(moved, part, weeks).sum()])

    shared = parameter_variance(total, model.parameters, model.covariance_)
    value = float(purchases_to_come(model, rows, weeks).sum())
    return sum_estimate(value, (float(shared[0]), scale * float(own.variance.sum())), len(rows))


def _stand(summary: pd.DataFrame) -> pd.Timestamp:
    known = summary[summary["last_purchase_day"].notna()].iloc[0]
    last = pd.Timestamp(known["last_purchase_day"])
    return last + pd.Timedelta(days=float(known["days_since_last_purchase"]))
