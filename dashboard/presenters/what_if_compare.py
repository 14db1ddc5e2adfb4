"""Which of several scenarios does best, and is the difference sure?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.what_if_numbers import gain_per_unit, with_interval
from engine.estimate import Estimate
from engine.simulation.results import Results

FIGURES = ("npv", "kept", "gain_per_unit", "break_even_month", "spend", "stayer_spend", "in_time_share")
"""What stands in the table, each against the base; shares are the scenario's own."""


@dataclass(frozen=True)
class CompareView:
    """Scenarios side by side, the best first in ``bars``; ``table`` holds texts, a row a scenario."""

    headline: str
    caption: str
    bars: pd.DataFrame
    alt: str
    table: pd.DataFrame


def compare_view(results: Results, names: Sequence[str], reader: Reader) -> CompareView:
    """Return who wins among the scenarios after the base, and by how much for sure.

    ``names`` are those of the scenarios, without the base.
    """
    texts, money = reader.texts, reader.formats.money
    gains = [results.difference("npv", number) for number in range(1, len(results.scenarios))]
    order = sorted(range(len(gains)), key=lambda one: -gains[one].value)
    called = _told_apart(names)
    best = order[0]
    sentences = [_lead(results, order, called, reader)]
    sentences.append(
        texts(
            "whatif.compare.ground",
            replications=results.replications,
            months=results.scenarios[0].horizon_months,
        )
    )
    return CompareView(
        headline=_headline(gains, order, called, reader),
        caption=" ".join(one for one in sentences if one),
        bars=_bars(gains, order, called, reader),
        alt=texts("whatif.compare.alt", best=called[best], net=money(gains[best].value)),
        table=pd.DataFrame([_row(results, number, called[number], best, reader) for number in order]),
    )


def _headline(gains: Sequence[Estimate], order: Sequence[int], names: Sequence[str], reader: Reader) -> str:
    best = gains[order[0]]
    sure = "wins" if best.low > 0 else "none" if best.high < 0 else "open"
    return reader.texts(
        f"whatif.compare.{sure}", best=names[order[0]], net=reader.formats.money(abs(best.value))
    )


def _lead(results: Results, order: Sequence[int], names: Sequence[str], reader: Reader) -> str:
    """Return whether the best is surely better than the next, as both had the same luck."""
    if len(order) < 2:
        return ""
    texts, money = reader.texts, reader.formats.money
    lead = results.difference("npv", order[0] + 1, base=order[1] + 1)
    if lead.value == 0.0:
        return texts("whatif.compare.equal", best=names[order[0]], second=names[order[1]])
    sure = "sure" if lead.low > 0 else "unsure"
    return texts(
        f"whatif.compare.lead_{sure}",
        best=names[order[0]],
        second=names[order[1]],
        lead=money(lead.value),
        low=money(lead.low),
        high=money(lead.high),
    )


def _bars(
    gains: Sequence[Estimate], order: Sequence[int], names: Sequence[str], reader: Reader
) -> pd.DataFrame:
    rows = []
    for number in order:
        gain = gains[number]
        meaning = "good" if gain.low > 0 else "bad" if gain.high < 0 else "neutral"
        label = with_interval(gain, "money", reader)
        rows.append((names[number], gain.value, gain.low, gain.high, meaning, label))
    return pd.DataFrame(rows, columns=["name", "value", "low", "high", "meaning", "label"])


def _row(results: Results, number: int, name: str, best: int, reader: Reader) -> dict[str, str]:
    texts, scenario = reader.texts, number + 1
    found = {
        "gain_per_unit": gain_per_unit(results, scenario),
        "break_even_month": results.break_even_month(scenario),
        "in_time_share": results.figure("in_time_share", scenario),
    }
    row = {texts("whatif.table.scenario"): name}
    for figure in FIGURES:
        value = found.get(figure) or results.difference(figure, scenario)
        row[texts(f"whatif.compare.column.{figure}")] = with_interval(value, figure, reader)
    behind = results.difference("npv", scenario, base=best + 1)
    is_best = number == best
    row[texts("whatif.compare.column.behind")] = "–" if is_best else with_interval(behind, "npv", reader)
    return row


def _told_apart(names: Sequence[str]) -> list[str]:
    """Return the names, those that stand twice with a number."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told
