"""What comes out: month by month, tier by tier, against the base, each figure with its interval?

Intervals are Student's over replications; a difference is taken replication by replication first,
as both scenarios had the same luck. Where a sample stands for the population, the sample's own
error is added to the variance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from engine.contracts import VALUE_TIERS
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.simulation.fates import Floats
from engine.simulation.ledger import FLOW, SPENDING
from engine.simulation.population import CAUSES
from engine.simulation.replications import Replication, discounts
from engine.simulation.scenario import Scenario, Staff
from engine.simulation.working_hours import WorkingHours

PAIRED_DIFFERENCE = Formula(
    name="simulation_difference",
    latex=r"\bar D \pm t_{R-1}\sqrt{\frac{s_D^2}{R} + \sum_h N_h^2 \left(1 - \frac{n_h}{N_h}\right)"
    r"\frac{s_h^2}{n_h}}, \quad D_r = Y^{\text{scenario}}_r - Y^{\text{base}}_r",
    origin="estimated",
)
NET_PRESENT_VALUE = Formula(
    name="simulation_net_present_value",
    latex=r"\mathrm{NPV} = \sum_{m=1}^{M} \frac{\text{margin}_m - \text{spend}_m}{(1 + d)^{m/12}}",
    origin="estimated",
)
GAIN_PER_UNIT = Formula(
    name="simulation_gain_per_unit",
    latex=r"\frac{\sum_m \Delta\text{margin}_m\,(1 + d)^{-m/12}}"
    r"{\sum_m \Delta\text{spend}_m\,(1 + d)^{-m/12}}",
    origin="estimated",
)

_LEVEL = 0.95
RATIOS: dict[str, tuple[str, str]] = {
    "waiting_days": ("waiting_days", "answered"),
    "resolution_days": ("resolution_days", "answered"),
    "in_time_share": ("in_time", "complaints"),
    "accepted_share": ("accepted", "offers"),
    "stayer_share": ("stayer_spend", "offer_spend"),
}
"""Figures that are one flow over another."""
MONEY = ("npv", "margin", "spend", "offer_spend", "stayer_spend", "care_spend", "compensation_spend")


@dataclass(frozen=True)
class Results:
    """All replications of some scenarios under the same luck; the first is the base.

    ``flows`` is (replication, scenario, flow, month, tier), ``left`` (replication, scenario, month,
    tier, cause), ``sampling`` (scenario, 4) the mean variance that sampling customers adds.
    """

    scenarios: tuple[Scenario, ...]
    flows: Floats
    left: Floats
    sampling: Floats

    @classmethod
    def of(cls, scenarios: Sequence[Scenario], replications: Sequence[Replication]) -> Results:
        """Return the results that replications add up to, in their order."""
        return cls(
            tuple(scenarios),
            np.array([[outcome.flows for outcome in one.outcomes] for one in replications]),
            np.array([[outcome.left for outcome in one.outcomes] for one in replications]),
            np.mean([one.sampling for one in replications], axis=0),
        )

    @property
    def replications(self) -> int:
        """Return the number of replications."""
        return len(self.flows)

    @cached_property
    def _discounts(self) -> Floats:
        return np.array([discounts(scenario) for scenario in self.scenarios])

    def monthly(self, name: str, scenario: int, tier: int | None = None) -> Floats:
        """Return (replication, month) of a flow, of ``spend`` or ``net``, of all tiers or one."""
        flows = self.flows[:, scenario]
        if name == "spend":
            found = flows[:, [FLOW[one] for one in SPENDING]].sum(axis=1)
        elif name == "net":
            return self.monthly("margin", scenario, tier) - self.monthly("spend", scenario, tier)
        else:
            found = flows[:, FLOW[name]]
        months: Floats = found.sum(axis=2) if tier is None else found[:, :, tier]
        return months

    def totals(self, name: str, scenario: int, tier: int | None = None) -> Floats:
        """Return a figure of the whole horizon, one number a replication.

        Money is discounted; ``npv`` is margin less spending, ``kept`` who is a customer at the end;
        ratios as in ``RATIOS``, use of staff ``desk_use`` and ``team_use``.
        """
        if name == "kept":
            kept: Floats = self.monthly("active", scenario, tier)[:, -1]
            return kept
        if name in RATIOS:
            above, below = (self.monthly(part, scenario, tier).sum(axis=1) for part in RATIOS[name])
            return _divided(above, below)
        if name in ("desk_use", "team_use"):
            return self._use(name, scenario)
        months = self.monthly("net" if name == "npv" else name, scenario, tier)
        if name in MONEY or name in SPENDING:
            months = months * self._discounts[scenario]
        total: Floats = months.sum(axis=1)
        return total

    def figure(self, name: str, scenario: int = 0, tier: int | None = None) -> Estimate:
        """Return a figure of one scenario with its interval."""
        return interval(self.totals(name, scenario, tier), self._sampling(name, scenario, 0, tier))

    def difference(self, name: str, scenario: int, base: int = 0, tier: int | None = None) -> Estimate:
        """Return scenario less base, paired; exactly 0 with an interval of 0 where they are equal."""
        change = self.totals(name, scenario, tier) - self.totals(name, base, tier)
        return interval(change, self._sampling(name, scenario, 2, tier) if base == 0 else 0.0)

    def gain_per_unit(self, scenario: int, base: int = 0) -> Estimate:
        """Return the discounted margin gained per unit of money spent more (``GAIN_PER_UNIT``)."""
        gain = self.totals("margin", scenario) - self.totals("margin", base)
        spend = self.totals("spend", scenario) - self.totals("spend", base)
        return ratio(gain, spend)

    def break_even_month(self, scenario: int, base: int = 0) -> Estimate:
        """Return the first month from which on the scenario has brought more than it cost.

        Low and high are the months in which the band's upper and lower edge get there; NaN where
        they don't within the horizon.
        """
        change = self.monthly("net", scenario) - self.monthly("net", base)
        paths = np.cumsum(change * self._discounts[scenario], axis=1)
        band = [interval(paths[:, month]) for month in range(paths.shape[1])]
        if not change.any():
            return Estimate(math.nan, n=self.replications)
        edges = ([e.value for e in band], [e.high for e in band], [e.low for e in band])
        value, low, high = (_first_for_good(np.array(edge)) for edge in edges)
        return Estimate(value, low, high, self.replications, level=_LEVEL)

    def series(
        self, name: str, scenario: int, tier: int | None = None, base: int | None = None
    ) -> pd.DataFrame:
        """Return a row a month: ``month``, ``value``, ``low``, ``high``; against ``base`` if one is named."""
        values = self._monthly_figure(name, scenario, tier)
        if base is not None:
            values = values - self._monthly_figure(name, base, tier)
        rows = [interval(values[:, month]) for month in range(values.shape[1])]
        return pd.DataFrame(
            {
                "month": np.arange(1, len(rows) + 1),
                "value": [row.value for row in rows],
                "low": [row.low for row in rows],
                "high": [row.high for row in rows],
            }
        )

    def left_by_cause(self, scenario: int) -> pd.DataFrame:
        """Return a row a cause and tier: how many left in the whole horizon, with interval."""
        totals = self.left[:, scenario].sum(axis=1)
        rows = []
        for tier, tier_name in enumerate(VALUE_TIERS):
            for cause, name in enumerate(CAUSES):
                found = interval(totals[:, tier, cause])
                rows.append((tier_name, name, found.value, found.low, found.high))
        return pd.DataFrame(rows, columns=["value_tier", "cause", "value", "low", "high"])

    def _monthly_figure(self, name: str, scenario: int, tier: int | None) -> Floats:
        if name in RATIOS:
            above, below = (self.monthly(part, scenario, tier) for part in RATIOS[name])
            return _divided(above, below)
        return self.monthly(name, scenario, tier)

    def _use(self, name: str, scenario: int) -> Floats:
        staff: Staff = getattr(self.scenarios[scenario], name.removesuffix("_use"))
        hours = WorkingHours(staff.hours_per_day, staff.days_per_week).hours_per_month
        there = staff.agents * hours * self.scenarios[scenario].horizon_months
        worked = self.monthly(name.replace("_use", "_hours"), scenario).sum(axis=1)
        use: Floats = worked / there if there > 0 else np.full(len(worked), np.nan)
        return use

    def _sampling(self, name: str, scenario: int, first: int, tier: int | None) -> float:
        column = {"npv": 0, "margin": 0, "kept": 1}.get(name)
        return 0.0 if column is None or tier is not None else float(self.sampling[scenario, first + column])


def interval(values: Floats, sampling_variance: float = 0.0) -> Estimate:
    """Return the mean with its two-sided 95 % Student interval; NaN bounds below two replications."""
    from scipy.special import stdtrit

    known = values[~np.isnan(values)]
    if len(known) == 0:
        return Estimate(math.nan, n=0, needed=2)
    mean = float(known.mean())
    if len(known) < 2:
        return Estimate(mean, n=len(known), needed=2)
    variance = float(known.var(ddof=1)) / len(known) + sampling_variance
    half = float(stdtrit(len(known) - 1, 0.5 + _LEVEL / 2.0)) * math.sqrt(variance)
    return Estimate(mean, mean - half, mean + half, len(known), level=_LEVEL)


def ratio(above: Floats, below: Floats) -> Estimate:
    """Return mean over mean with the interval of a ratio estimator; NaN where nothing is below the line."""
    from scipy.special import stdtrit

    bottom, count = float(below.mean()), len(below)
    if count < 2 or abs(bottom) <= 1e-9 * max(1.0, float(np.abs(above).mean())):
        return Estimate(math.nan, n=count, needed=2)
    found = float(above.mean()) / bottom
    spread = float((above - found * below).var(ddof=1)) / count
    half = float(stdtrit(count - 1, 0.5 + _LEVEL / 2.0)) * math.sqrt(spread) / abs(bottom)
    return Estimate(found, found - half, found + half, count, level=_LEVEL)


def _divided(above: Floats, below: Floats) -> Floats:
    """Return a share, NaN where there is nothing to take it of."""
    found: Floats = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return found


def _first_for_good(path: Floats) -> float:
    """Return the month (1 is the first) from which on a path is never below 0 again; NaN if none."""
    below = np.flatnonzero(path < 0.0)
    first = 0 if len(below) == 0 else int(below[-1]) + 1
    return float(first + 1) if first < len(path) else math.nan
