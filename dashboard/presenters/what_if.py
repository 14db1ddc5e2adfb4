"""What does a simulation say to a manager: one sentence, a few figures, two pictures, a table by tier?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.figure import Figure, Meaning
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.terms import TIERS, term
from dashboard.presenters.what_if_numbers import said, with_interval
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.simulation.results import GAIN_PER_UNIT, NET_PRESENT_VALUE, PAIRED_DIFFERENCE, Results, interval

_TIER_FIGURES = ("kept", "margin", "spend", "npv")
_OPERATION = ("offers", "stayer_share", "team_use", "complaints", "waiting_days", "in_time_share", "desk_use")


@dataclass(frozen=True)
class WhatIfView:
    """An answer; ``net`` and ``kept`` are series over months against the base, frames hold texts."""

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    net: pd.DataFrame
    kept: pd.DataFrame
    net_alt: str
    kept_alt: str
    tiers: pd.DataFrame
    operation: pd.DataFrame


def what_if_view(results: Results, customers: float, grounds: Grounds) -> WhatIfView:
    """Return how the scenario (the second of the results) compares with the base (the first)."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    net, kept = results.difference("npv", 1), results.difference("kept", 1)
    spend = results.difference("spend", 1)
    sure = "worth" if net.low > 0 else "loss" if net.high < 0 else "open" if net.high > net.low else "same"
    headline = texts(
        f"whatif.headline.{sure}",
        net=formats.money(abs(net.value)),
        kept=formats.decimal(abs(kept.value), 0),
        months=results.scenarios[0].horizon_months,
    )
    caption = texts(
        "whatif.caption",
        customers=round(customers),
        replications=results.replications,
        low=formats.money(net.low),
        high=formats.money(net.high),
        spend=formats.money(spend.value),
    )
    return WhatIfView(
        headline=headline,
        caption=caption,
        figures=_figures(results, grounds),
        net=_labelled(_summed_net(results), grounds.reader, is_money=True),
        kept=_labelled(results.series("active", 1, base=0), grounds.reader, is_money=False),
        net_alt=texts("whatif.net_alt", value=formats.money(net.value)),
        kept_alt=texts("whatif.kept_alt", value=formats.decimal(kept.value, 1)),
        tiers=_tiers(results, grounds.reader),
        operation=_operation(results, grounds.reader),
    )


def _figures(results: Results, grounds: Grounds) -> tuple[Figure, ...]:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    unit, even = results.gain_per_unit(1), results.break_even_month(1)
    rows = texts("whatif.rows", replications=results.replications)

    def figure(
        name: str, formula: Formula, found: Estimate, value: str, meaning: Meaning = "neutral"
    ) -> Figure:
        says = f"{said(found.low, name, grounds.reader)} – {said(found.high, name, grounds.reader)}"
        known = found.is_defined
        return Figure(
            label=texts(f"whatif.figure.{name}"),
            value=value if known else "–",
            explanation=explained(
                f"whatif.why.{name}", formula, rows, grounds, interval=says if known else ""
            ),
            missing="" if known else texts(f"whatif.missing.{name}"),
            note=says if known else "",
            change_meaning=meaning,
        )

    net, kept = results.difference("npv", 1), results.difference("kept", 1)
    return (
        figure("npv", NET_PRESENT_VALUE, net, formats.money(net.value)),
        figure("kept", PAIRED_DIFFERENCE, kept, formats.decimal(kept.value, 1)),
        figure("gain_per_unit", GAIN_PER_UNIT, unit, formats.decimal(unit.value, 2)),
        figure(
            "break_even_month", PAIRED_DIFFERENCE, even, said(even.value, "break_even_month", grounds.reader)
        ),
    )


def _summed_net(results: Results) -> pd.DataFrame:
    """Return by month how much more the scenario has brought so far, not discounted."""
    paths = np.cumsum(results.monthly("net", 1) - results.monthly("net", 0), axis=1)
    found = [interval(paths[:, month]) for month in range(paths.shape[1])]
    return pd.DataFrame(
        {
            "month": np.arange(1, len(found) + 1),
            "value": [one.value for one in found],
            "low": [one.low for one in found],
            "high": [one.high for one in found],
        }
    )


def _labelled(series: pd.DataFrame, reader: Reader, *, is_money: bool) -> pd.DataFrame:
    write = reader.formats.money if is_money else reader.formats.decimal
    numbers = series[["value", "low", "high"]].to_numpy(dtype=np.float64)
    labels = [
        reader.texts("whatif.point", month=month + 1, value=write(value), low=write(low), high=write(high))
        for month, (value, low, high) in enumerate(numbers)
    ]
    return series.assign(label=labels)


def _tiers(results: Results, reader: Reader) -> pd.DataFrame:
    """Return a row a tier: the change of each figure with its interval."""
    rows = []
    for number, tier in enumerate(TIERS):
        row = {reader.texts("whatif.table.tier"): term("tier", tier, reader.texts)}
        for name in _TIER_FIGURES:
            found = results.difference(name, 1, tier=number)
            row[reader.texts(f"whatif.table.{name}")] = with_interval(found, name, reader)
        rows.append(row)
    return pd.DataFrame(rows)


def _operation(results: Results, reader: Reader) -> pd.DataFrame:
    """Return a row a figure of desk and team: the base, the scenario, the difference."""
    rows = []
    for name in _OPERATION:
        base, scenario = results.figure(name, 0), results.figure(name, 1)
        rows.append(
            {
                reader.texts("whatif.table.figure"): reader.texts(f"whatif.table.{name}"),
                reader.texts("whatif.table.base"): said(base.value, name, reader),
                reader.texts("whatif.table.scenario"): said(scenario.value, name, reader),
            }
        )
    return pd.DataFrame(rows)
