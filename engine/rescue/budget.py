"""With so much money for rescues, whom to contact with which measure?

Customers and measures are chosen together so that the sum of net gains is greatest. From measure to
dearer measure each further unit spent on a customer brings less; the units that bring most come
first, over all customers, until the money is spent or the next unit brings back less than one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import SettingOutOfRangeError
from engine.formulas import Formula

Floats = NDArray[np.float64]

RESCUE_BUDGET = Formula(
    name="rescue_budget",
    latex=r"\max \sum_{i,j} x_{ij}\,(B_{ij} - K_{ij}) \quad \text{with } \sum_{i,j} x_{ij} K_{ij} \le M,"
    r" \ \sum_j x_{ij} \le 1, \ x_{ij} \in \{0, 1\}",
    origin="estimated",
)

_POINTS = 400
_FREE = 1e-9


@dataclass(frozen=True)
class Plan:
    """Whom to contact with which measure.

    Attributes
    ----------
    chosen
        ``customer_id measure cost benefit gain``, the greatest gain first; money, expected.
    budget, spent, gain
        What there was to spend, what the plan spends, and what it brings beyond that.
    last_unit
        What the last unit spent brings back; NaN where nothing is spent.
    worth_spending
        The spending beyond which the next unit brings back less than one.
    curve
        ``spent gain last_unit`` along the way, up to all that could be spent, at most 400 points.
    """

    chosen: pd.DataFrame
    budget: float
    spent: float
    gain: float
    last_unit: float
    worth_spending: float
    curve: pd.DataFrame


def plan(offers: pd.DataFrame, budget: float) -> Plan:
    """Return the plan under a budget (``RESCUE_BUDGET``).

    ``offers`` has ``customer_id measure cost benefit``, a row a customer and measure
    (``engine.rescue.warning.possible_offers``). The gain is below the greatest possible by less than
    what the first step left out would have brought.

    Raises
    ------
    SettingOutOfRangeError
        The budget is negative.
    """
    if not budget >= 0.0:
        raise SettingOutOfRangeError("error.setting_out_of_range", setting="budget", value=budget)
    steps = _steps(offers)
    worth = steps["slope"] >= 1.0
    taken = _affordable(steps[worth], budget)
    last = taken.groupby("customer", sort=False)["row"].last()
    names = ["customer_id", "measure", "cost", "benefit"]
    chosen = offers.loc[last, names].assign(gain=lambda rows: rows["benefit"] - rows["cost"])
    return Plan(
        chosen=chosen.sort_values("gain", ascending=False, kind="stable", ignore_index=True),
        budget=budget,
        spent=float(chosen["cost"].sum()),
        gain=float(chosen["gain"].sum()),
        last_unit=float(taken["slope"].iloc[-1]) if len(taken) else float("nan"),
        worth_spending=float(steps.loc[worth, "more_cost"].sum()),
        curve=_curve(steps),
    )


def _steps(offers: pd.DataFrame) -> pd.DataFrame:
    """Return the steps from measure to dearer measure that pay off most, over all customers.

    Columns ``row`` (label in ``offers``), ``customer``, ``more_cost``, ``more_benefit``, ``slope``;
    of a customer, each step brings back less per unit than the one before.
    """
    rows = pd.DataFrame(
        {
            "row": offers.index,
            "customer": pd.factorize(offers["customer_id"])[0],
            "cost": np.maximum(offers["cost"].to_numpy(dtype=np.float64), _FREE),
            "benefit": offers["benefit"].to_numpy(dtype=np.float64),
        }
    )
    rows = rows[rows["benefit"] > 0].sort_values(
        ["customer", "cost", "benefit"], ascending=[True, True, False], kind="stable", ignore_index=True
    )
    best_before = rows.groupby("customer")["benefit"].cummax().groupby(rows["customer"]).shift(fill_value=0.0)
    rows = _with_slopes(rows[rows["benefit"] > best_before])
    while True:
        following = rows.groupby("customer")["slope"].shift(-1, fill_value=-np.inf)
        below = rows["slope"] < following
        if not below.any():
            break
        rows = _with_slopes(rows[~below])
    return rows.sort_values("slope", ascending=False, kind="stable", ignore_index=True)


def _with_slopes(rows: pd.DataFrame) -> pd.DataFrame:
    before = rows.groupby("customer")[["cost", "benefit"]].shift(fill_value=0.0)
    more_cost, more_benefit = rows["cost"] - before["cost"], rows["benefit"] - before["benefit"]
    return rows.assign(more_cost=more_cost, more_benefit=more_benefit, slope=more_benefit / more_cost)


def _affordable(steps: pd.DataFrame, budget: float) -> pd.DataFrame:
    """Return the steps taken in turn; a customer whose step is too dear gets no further one."""
    within = steps["more_cost"].cumsum().to_numpy() <= budget
    if within.all():
        return steps
    first = int(np.argmin(within))
    rest = budget - float(steps["more_cost"].iloc[:first].sum())
    taken, blocked = list(range(first)), set()
    later = steps.iloc[first:]
    for place, customer, cost in zip(
        range(first, len(steps)), later["customer"], later["more_cost"], strict=True
    ):
        if customer in blocked or cost > rest:
            blocked.add(customer)
            continue
        taken.append(place)
        rest -= cost
    return steps.iloc[taken]


def _curve(steps: pd.DataFrame) -> pd.DataFrame:
    spent = steps["more_cost"].cumsum()
    gain = (steps["more_benefit"] - steps["more_cost"]).cumsum()
    curve = pd.DataFrame({"spent": spent, "gain": gain, "last_unit": steps["slope"]})
    shown = np.unique(np.linspace(0, max(len(curve) - 1, 0), min(len(curve), _POINTS)).astype(np.int64))
    return curve.iloc[shown].reset_index(drop=True)
