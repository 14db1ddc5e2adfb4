"""How often does a customer buy while they are one, and until when, if only purchases tell it?

Below a year of history there is no model of leaving, but the model of purchases (MBG/NBD) says who
may still be there and when they will leave: its own survival stands in for the missing one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.assessment_columns import SURVIVAL_COLUMNS, SURVIVAL_MONTHS
from engine.clv.beta_geo import ModifiedBetaGeoNBD
from engine.clv.histories import DAYS_PER_WEEK, Histories
from engine.clv.hold_out import purchases_to_come
from engine.clv.lifetime_value import WEEKS_PER_MONTH
from engine.clv.outlook import MINIMUM_HISTORY_MONTHS, MINIMUM_REPEAT_BUYERS
from engine.clv.purchase_worth import PurchaseWorth, purchase_worth
from engine.clv.totals import parameter_variance
from engine.formulas import Formula
from engine.simulation.fates import Floats

PURCHASE_SURVIVAL = Formula(
    name="simulation_purchase_survival",
    latex=r"S_i(t) = P(\text{alive}_i)\, \mathrm{E}_p\!\left[\left(\frac{\alpha + T_i}"
    r"{\alpha + T_i + p\,t}\right)^{r + x_i}\right], \quad p \sim B(a, b + x_i + 1)",
    origin="estimated",
)

_NODES = 64
_GRID = 200
_FEWEST_RUNS = 3


@dataclass(frozen=True)
class Pace:
    """How customers of a population buy while they are customers; arrays of shape (n,).

    Attributes
    ----------
    purchases_per_month
        Purchase days to expect in a month.
    shape
        Of the gamma distribution, with mean 1, of a customer's own pace around it.
    worth
        Of one purchase; NaN where a margin doesn't hang on purchases.
    amount_variation
        Standard deviation over mean of what one customer's purchases are worth.
    last_purchase
        The chance that who leaves in the first month does so with a purchase (later leavers always
        do); ``None`` where leaving is no purchase but a silence.
    """

    purchases_per_month: Floats
    shape: Floats
    worth: Floats
    amount_variation: float
    last_purchase: Floats | None = None

    def rows(self, where: NDArray[np.int64]) -> Pace:
        """Return the pace of some of the customers."""
        last = None if self.last_purchase is None else self.last_purchase[where]
        arrays = (self.purchases_per_month[where], self.shape[where], self.worth[where])
        return Pace(*arrays, self.amount_variation, last)


@dataclass(frozen=True)
class Buyers:
    """Customers who bought, a row each in the order of ``customers``, and their fitted model."""

    customers: pd.DataFrame
    rows: Histories
    model: ModifiedBetaGeoNBD
    worth: PurchaseWorth | None

    def survival(self) -> Floats:
        """Return the chance to be a customer still after 1 .. 36 months (``PURCHASE_SURVIVAL``)."""
        from scipy.special import betaincinv

        r, alpha, a, b = self.model.parameters
        x, age = self.rows.frequency, self.rows.age
        levels = (np.arange(_NODES) + 0.5) / _NODES
        different, _, place = self.rows.counts
        chances = np.stack([betaincinv(a, b + number + 1.0, levels) for number in different])[place]
        alive = self.model.alive_probability(*self.rows.columns[:3])
        stays = np.empty((len(x), SURVIVAL_MONTHS))
        for month in range(1, SURVIVAL_MONTHS + 1):
            ahead = 1.0 + chances * (month * WEEKS_PER_MONTH / (alpha + age))[:, None]
            stays[:, month - 1] = alive * (ahead ** -(r + x)[:, None]).mean(axis=1)
        return stays

    def purchases(self, months: int) -> Floats:
        """Return the purchases to expect of each within so many months."""
        return purchases_to_come(self.model, self.rows, months * WEEKS_PER_MONTH)

    def parameter_error(self, months: int) -> float:
        """Return the relative standard error of all purchases to come that the parameters leave."""

        def total(parameters: Floats) -> Floats:
            moved = self.model.with_parameters(**dict(zip(self.model.names, parameters, strict=True)))
            return np.array([purchases_to_come(moved, self.rows, months * WEEKS_PER_MONTH).sum()])

        variance = parameter_variance(total, self.model.parameters, self.model.covariance_)
        expected = float(self.purchases(months).sum())
        return float(np.sqrt(variance[0])) / expected if expected > 0 else 0.0


def buyers(customers: pd.DataFrame) -> Buyers | None:
    """Return who bought with the model of their purchases; ``None`` below the gates of value to come.

    ``customers`` is an assessment's frame.
    """
    bought = customers[customers["purchase_days"].notna()]
    rows = Histories.of_summary(bought)
    is_short = rows.age.max(initial=0.0) / WEEKS_PER_MONTH < MINIMUM_HISTORY_MONTHS
    if is_short or (rows.frequency > 0).sum() < MINIMUM_REPEAT_BUYERS:
        return None
    return Buyers(bought, rows, ModifiedBetaGeoNBD().fit(*rows.columns), purchase_worth(bought))


def customers_by_purchases(known: Buyers, months: int) -> tuple[pd.DataFrame, Floats, Floats]:
    """Return the frame that a population is made of by purchases alone, with two arrays for ``Pace``.

    These are purchases a month and ``last_purchase``. In this model people leave with a purchase:
    one for each who leaves, and while they are there as many as give the model's own number within
    ``months``. A month's value is that of all its purchases. Nobody has left for sure: that is
    within the survival.
    """
    stays = known.survival()
    alive = known.model.alive_probability(*known.rows.columns[:3])
    there = np.maximum(stays[:, :months].sum(axis=1), 1e-9)
    wanted = known.purchases(months)
    pace = np.maximum(wanted - (alive - stays[:, months - 1]), 0.0) / there
    first = np.divide(alive - stays[:, 0], 1.0 - stays[:, 0], out=np.zeros(len(alive)), where=stays[:, 0] < 1)
    each = known.worth.per_purchase if known.worth else np.full(len(pace), np.nan)
    told = {"current_value": 12.0 * wanted / there * each, "churn_state": "staying"}
    curves = pd.DataFrame(stays, columns=list(SURVIVAL_COLUMNS), index=known.customers.index)
    others = known.customers.drop(columns=[*SURVIVAL_COLUMNS, *told])
    return pd.concat([others, curves], axis=1).assign(**told), pace, np.clip(first, 0.0, 1.0)


def curve_error(days: pd.DataFrame, known: Buyers, as_of: pd.Timestamp, months: int) -> float:
    """Return how far so many months in a row lay off the model's own curve so far, as a logarithm.

    Looked at are the repeat purchases of all customers in every such run of months up to ``as_of``,
    beside those that the fitted model expects of them from their first purchases on. What chance
    alone makes of it (1 / purchases) is taken off. With fewer than three such runs single months
    are looked at instead; NaN with fewer than three of these.

    ``days`` has ``customer_id`` and ``day`` of each purchase day.
    """
    happened, expected = _by_month(days, known, as_of)
    run = months if len(happened) - months + 1 >= _FEWEST_RUNS else 1
    kernel = np.ones(run)
    if len(happened) < max(run, _FEWEST_RUNS):
        return float("nan")
    there, said = (np.convolve(one, kernel, mode="valid") for one in (happened, expected))
    told = (there > 0) & (said > 0)
    off = np.log(there[told] / said[told]) ** 2 - 1.0 / there[told]
    return float(np.sqrt(max(off.mean(), 0.0))) if told.sum() >= _FEWEST_RUNS else float("nan")


def _by_month(days: pd.DataFrame, known: Buyers, as_of: pd.Timestamp) -> tuple[Floats, Floats]:
    """Return repeat purchases of each whole month back from the day, those made and those expected."""
    first = known.customers["first_purchase_day"]
    age = (as_of - first).dt.days.to_numpy(dtype=np.float64) / DAYS_PER_WEEK
    edges = np.arange(int(age.max(initial=0.0) / WEEKS_PER_MONTH) + 1) * WEEKS_PER_MONTH
    own = days[days["day"] <= as_of]
    repeat = own[own["day"] > own.groupby("customer_id")["day"].transform("min")]
    back = (as_of - repeat["day"]).dt.days.to_numpy(dtype=np.float64) / DAYS_PER_WEEK
    grid = np.linspace(0.0, float(age.max()), _GRID)
    curve = np.concatenate([[0.0], known.model.expected_purchases_new_customer(grid[1:])])
    so_far = np.array([np.interp(np.maximum(age - edge, 0.0), grid, curve).sum() for edge in edges])
    return np.histogram(back, edges)[0].astype(np.float64), -np.diff(so_far)
