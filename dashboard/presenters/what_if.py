"""What does a simulation say to a manager: one sentence, a few figures, two pictures, a table by tier?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.figure import Figure, Meaning
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.terms import TIERS, term
from dashboard.presenters.what_if_numbers import gain_per_unit, said
from dashboard.presenters.what_if_tables import cause_table, operation_table, tier_table
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.simulation.results import GAIN_PER_UNIT, NET_PRESENT_VALUE, PAIRED_DIFFERENCE, Results, interval
from engine.simulation.scenario import Scenario

_MUCH_LEFT = 0.5


@dataclass(frozen=True)
class WhatIfView:
    """An answer; ``net`` and ``kept`` are series over months against the base, frames hold texts.

    ``notes`` are sentences on what one might overlook.
    """

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    net: pd.DataFrame
    kept: pd.DataFrame
    net_alt: str
    kept_alt: str
    tiers: pd.DataFrame
    operation: pd.DataFrame
    causes: pd.DataFrame
    notes: tuple[str, ...]


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
        tiers=tier_table(results, grounds.reader),
        operation=operation_table(results, grounds.reader),
        causes=cause_table(results, grounds.reader),
        notes=(
            *_no_effect(results.scenarios[1], grounds.reader),
            *_stayers(results, grounds.reader),
            *_too_little(results.scenarios[1], grounds.reader),
            *_unspent(results, grounds.reader),
        ),
    )


def _figures(results: Results, grounds: Grounds) -> tuple[Figure, ...]:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    unit, even = gain_per_unit(results, 1), results.break_even_month(1)
    rows = texts("whatif.rows", replications=results.replications)

    def figure(
        name: str, formula: Formula, found: Estimate, value: str, meaning: Meaning = "neutral"
    ) -> Figure:
        low, high = (said(end, name, grounds.reader) for end in (found.low, found.high))
        says = texts("customer_file.interval", low=low, high=high)
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
        *(
            figure(name, NET_PRESENT_VALUE, found, said(found.value, name, grounds.reader))
            for name, found in (
                ("spend", results.difference("spend", 1)),
                ("stayer_spend", results.figure("stayer_spend", 1)),
                ("in_time_share", results.figure("in_time_share", 1)),
                ("team_use", results.figure("team_use", 1)),
            )
        ),
    )


def _stayers(results: Results, reader: Reader) -> tuple[str, ...]:
    """Return how much of the offers' money went to people who would have stayed anyway."""
    share, spent = results.figure("stayer_share", 1), results.figure("offer_spend", 1)
    if not share.is_defined:
        return ()
    money, percent = reader.formats.money, reader.formats.percent
    return (
        reader.texts(
            "whatif.note.stayers",
            share=percent(share.value),
            low=percent(share.low),
            high=percent(share.high),
            spent=money(spent.value),
        ),
    )


def _no_effect(scenario: Scenario, reader: Reader) -> tuple[str, ...]:
    """Return a sentence where money is spent on offers that are taken to keep nobody."""
    retention = scenario.retention
    is_in_vain = bool(retention.measures) and all(
        one.success_probability == 0.0 for one in retention.measures
    )
    return (reader.texts("whatif.note.no_effect"),) if is_in_vain and retention.budget_per_month > 0 else ()


def _unspent(results: Results, reader: Reader) -> tuple[str, ...]:
    """Return which tiers leave much of their budget, as nobody more is warned."""
    scenario, found = results.scenarios[1], []
    retention = scenario.retention
    for number, tier in enumerate(TIERS):
        there = retention.budget_per_month * getattr(retention.split, tier) * scenario.horizon_months
        used = results.monthly("offer_spend", 1, number).sum(axis=1).mean() / there if there > 0.0 else 1.0
        if 0.0 < used < _MUCH_LEFT:
            found.append(f"{term('tier', tier, reader.texts)} {reader.formats.percent(float(used))}")
    return (reader.texts("whatif.note.unspent", tiers=", ".join(found)),) if found else ()


def _too_little(scenario: Scenario, reader: Reader) -> tuple[str, ...]:
    """Return a sentence for each tier whose share of a month's budget can't pay one offer."""
    retention, money = scenario.retention, reader.formats.money
    said = []
    for tier in TIERS if retention.budget_per_month > 0.0 else ():
        there = retention.budget_per_month * getattr(retention.split, tier)
        measure = next((one for one in retention.measures if tier in one.tiers), None)
        if measure is not None and there < measure.contact_cost + measure.offer_cost:
            cost = money(measure.contact_cost + measure.offer_cost)
            words = term("tier", tier, reader.texts)
            said.append(reader.texts("whatif.note.too_little", tier=words, there=money(there), cost=cost))
    return tuple(said)


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
