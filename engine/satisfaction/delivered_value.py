"""What do customers gain from us, what does it cost them, and which of it drags?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import share_estimate
from engine.satisfaction.answers import role_scores
from engine.satisfaction.intervals import MINIMUM_ANSWERS, mean_estimate
from engine.satisfaction.roles import COSTS, VALUES

DELIVERED_VALUE = Formula(
    name="delivered_value",
    latex=r"D_i = \bar v_i - \bar c_i, \quad v, c \in [0, 100]",
)
BENEFIT_INDEX = Formula(
    name="benefit_index",
    latex=r"B_i = 50 + \tfrac12\Big(\sum_k w_k v_{ik} - \sum_k u_k c_{ik}\Big), \quad"
    r" \textstyle\sum_k w_k = \sum_k u_k = 1",
)
DEVELOPMENT_INDEX = Formula(
    name="development_index",
    latex=r"100 \cdot \frac{|\{j : g_j < g_i\}| + \tfrac12 |\{j : g_j = g_i\}|}{N}, \quad"
    r" g_i = \ln\frac{s_{i,t}}{s_{i,t-12}} - \ln\frac{\sum s_t}{\sum s_{t-12}}",
)

MINIMUM_PEERS = 30
_QUARTERS = 4


@dataclass(frozen=True)
class DeliveredValue:
    """Values and costs on 0-100, each with its interval; the balance and the benefit index.

    ``each`` has a row a respondent who answered at least one value and one cost: ``delivered_value``
    and ``benefit_index``. ``drag`` is the value furthest below the mean of values or the cost furthest
    above that of costs, by name; empty where nothing is defined.
    """

    gains: dict[str, Estimate]
    costs: dict[str, Estimate]
    delivered: Estimate
    benefit: Estimate
    drag: str
    each: pd.DataFrame


def delivered_value(answers: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> DeliveredValue:
    """Return what customers gain and give; parts that a respondent left out don't count for them.

    Each respondent's parts weigh the same, those answered taking the place of those left out.
    """
    shares = 100.0 * role_scores(answers[answers["role"].isin((*VALUES, *COSTS))])
    gained = shares.reindex(columns=list(VALUES)).astype("float64")
    given = shares.reindex(columns=list(COSTS)).astype("float64")
    balance = (gained.mean(axis=1) - given.mean(axis=1)).dropna()
    each = pd.DataFrame({"delivered_value": balance, "benefit_index": 50.0 + balance / 2.0})
    values, costs = _estimates(gained, needed), _estimates(given, needed)
    return DeliveredValue(
        values,
        costs,
        mean_estimate(each["delivered_value"].to_numpy(dtype=np.float64), needed=needed),
        mean_estimate(each["benefit_index"].to_numpy(dtype=np.float64), needed=needed),
        _drag(values, costs),
        each,
    )


def development_index(customers: pd.DataFrame, needed: int = MINIMUM_PEERS) -> pd.Series[float]:
    """Return 0-100: does the customer grow with us, against all who bought in both years?

    ``customers`` has ``amount_12m`` and ``spend_change``, which is undefined for who came within the year
    before: every newcomer would look like growth. NaN for them, for who bought in one year only, and for all
    below ``needed`` peers. Ties get the middle of their ranks.
    """
    both = (customers["amount_12m"] > 0) & customers["spend_change"].notna()
    # Neither the logarithm nor the company's own growth, the same for all, changes an order.
    growth = customers["spend_change"].where(both).rank(method="average")
    if int(both.sum()) < needed:
        return pd.Series(np.nan, index=customers.index)
    return 100.0 * (growth - 0.5) / int(both.sum())


def growth_by_quarter(spent: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return, by customer and quarter, whether they spent more in its four quarters than in the four before.

    ``spent`` has ``customer_id``, ``quarter`` (its first day) and ``amount``. Columns are the whole quarters
    that end eight or more of them; 1.0 spent more, 0.0 did not, NaN did not spend in both years or had not
    come before the first of the eight: whom a purchase in it lets in would look like shrinking after it.
    """
    last = pd.Period(pd.Timestamp(as_of) + pd.Timedelta(days=1), "Q") - 1
    sums = spent.assign(quarter=pd.to_datetime(spent["quarter"]).dt.to_period("Q"))
    sums = sums[sums["quarter"] <= last]
    # The files may begin within their first quarter.
    first = sums["quarter"].min() + 1 if len(sums) else last + 1
    quarters = list(pd.period_range(first, last, freq="Q"))
    table = sums.pivot_table(index="customer_id", columns="quarter", values="amount", aggfunc="sum")
    came = sums.groupby("customer_id")["quarter"].min().reindex(table.index).to_numpy()
    amounts = table.reindex(columns=quarters).fillna(0.0).to_numpy(dtype=np.float64)
    found = {}
    for at in range(2 * _QUARTERS - 1, len(quarters)):
        ends = at + 1, at + 1 - _QUARTERS
        now, before = (amounts[:, end - _QUARTERS : end].sum(axis=1) for end in ends)
        both = (now > 0) & (before > 0) & (came < quarters[at + 1 - 2 * _QUARTERS])
        found[quarters[at]] = np.where(both, (now > before).astype(np.float64), np.nan)
    told = pd.PeriodIndex(quarters[2 * _QUARTERS - 1 :], freq="Q")
    return pd.DataFrame(found, index=table.index, columns=told)


def growing_trend(grew: pd.DataFrame) -> pd.DataFrame:
    """Return the share of customers who grew, by quarter; ``grew`` as ``growth_by_quarter`` returns it.

    Columns ``figure day value low high n needed``; ``day`` is the first of the quarter.
    """
    rows = []
    for quarter in pd.PeriodIndex(grew.columns):
        known = grew[quarter].dropna()
        found = share_estimate(int(known.sum()), len(known), MINIMUM_PEERS)
        written = found.value, found.low, found.high, found.n, found.needed
        rows.append(("growing_share", quarter.start_time, *written))
    return pd.DataFrame(rows, columns=["figure", "day", "value", "low", "high", "n", "needed"])


def growing_quarters(grew: pd.DataFrame) -> pd.Series[str]:
    """Return of each customer the quarters that count them, one a line: ``2026q3=1`` where they grew."""
    lines = pd.Series("", index=grew.index, dtype=object)
    for quarter in pd.PeriodIndex(grew.columns):
        known = grew[quarter].dropna()
        said = known.map(f"\n{quarter.year}q{quarter.quarter}={{:.0f}}".format)
        lines[known.index] += said.to_numpy(dtype=object)
    return lines.str.removeprefix("\n").where(lines != "", None).astype("str")


def _estimates(frame: pd.DataFrame, needed: int) -> dict[str, Estimate]:
    return {str(name): mean_estimate(frame[name].to_numpy(dtype=np.float64), needed=needed) for name in frame}


def _drag(values: dict[str, Estimate], costs: dict[str, Estimate]) -> str:
    gained = {name: one.value for name, one in values.items() if one.is_defined}
    given = {name: one.value for name, one in costs.items() if one.is_defined}
    short = {name: np.mean(list(gained.values())) - value for name, value in gained.items()}
    dear = {name: value - np.mean(list(given.values())) for name, value in given.items()}
    worst = {**short, **dear}
    return max(worst, key=lambda name: worst[name]) if len(worst) > 1 else ""
