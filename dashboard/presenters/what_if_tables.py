"""What does an answer say month by month and tier by tier, in words and as numbers for a spreadsheet?"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.terms import TIERS, term
from dashboard.presenters.what_if_numbers import gain_per_unit, with_interval
from engine.estimate import Estimate
from engine.simulation.population import CAUSES
from engine.simulation.results import Results, interval

OF_A_TIER: Final = (
    "npv", "margin", "spend", "kept", "left", "offers", "rescued", "stayer_spend", "complaints",
    "waiting_days", "in_time_share",
)  # fmt: skip
OF_A_MONTH: Final = (
    "active", "left", "won", "rescued", "offers", "complaints", "waiting_days", "in_time_share", "spend",
    "margin", "net",
)  # fmt: skip
OPERATION: Final = (
    "offers", "accepted", "rescued", "offer_spend", "stayer_spend", "stayer_share", "team_use", "complaints",
    "waiting_days", "resolution_days", "in_time_share", "desk_use", "care_spend", "compensation_spend",
)  # fmt: skip
_ALL: Final = (None, *range(len(TIERS)))


def tier_table(results: Results, reader: Reader) -> pd.DataFrame:
    """Return a row a figure, a column a tier and one for all: the change with its interval."""
    rows = []
    for name in OF_A_TIER:
        row = {reader.texts("whatif.table.figure"): reader.texts(f"whatif.table.{name}")}
        for tier in _ALL:
            row[_tier_words(tier, reader)] = with_interval(
                results.difference(name, 1, tier=tier), name, reader
            )
        rows.append(row)
    return pd.DataFrame(rows)


def operation_table(results: Results, reader: Reader) -> pd.DataFrame:
    """Return a row a figure of offers, desk and team: base, scenario and difference with intervals."""
    texts = reader.texts
    return pd.DataFrame(
        [
            {
                texts("whatif.table.figure"): texts(f"whatif.table.{name}"),
                texts("whatif.table.base"): with_interval(results.figure(name, 0), name, reader),
                texts("whatif.table.scenario"): with_interval(results.figure(name, 1), name, reader),
                texts("whatif.table.difference"): with_interval(results.difference(name, 1), name, reader),
            }
            for name in OPERATION
        ]
    )


def cause_table(results: Results, reader: Reader) -> pd.DataFrame:
    """Return a row a cause: how many leave for it over the whole horizon, in base and scenario."""
    texts, rows = reader.texts, []
    for number, cause in enumerate(CAUSES):
        base, scenario = (results.left[:, one, :, :, number].sum(axis=(1, 2)) for one in (0, 1))
        row = {texts("whatif.table.cause"): term("cause", cause, texts)}
        for name, found in (("base", base), ("scenario", scenario), ("difference", scenario - base)):
            row[texts(f"whatif.table.{name}")] = with_interval(interval(found), "left", reader)
        rows.append(row)
    return pd.DataFrame(rows)


def month_table(results: Results, tier: int | None, reader: Reader) -> pd.DataFrame:
    """Return a row a month, a column a figure: the change with its interval, of one tier or all (None)."""
    months = range(1, results.scenarios[0].horizon_months + 1)
    table: dict[str, list[int] | list[str]] = {reader.texts("whatif.table.month"): list(months)}
    for name in OF_A_MONTH:
        series = results.series(name, 1, tier, base=0)[["value", "low", "high"]].to_numpy(dtype=np.float64)
        table[reader.texts(f"whatif.table.{name}")] = [_written(row, name, reader) for row in series]
    return pd.DataFrame(table)


def months_as_numbers(results: Results, reader: Reader) -> pd.DataFrame:
    """Return a row a month, tier and figure: base, scenario and difference with bounds, as numbers."""
    texts, parts = reader.texts, []
    for tier in _ALL:
        for name in OF_A_MONTH:
            found = {
                "base": results.series(name, 0, tier),
                "scenario": results.series(name, 1, tier),
                "difference": results.series(name, 1, tier, base=0),
            }
            part = pd.DataFrame({texts("whatif.table.month"): found["base"]["month"]})
            part.insert(0, texts("whatif.table.tier"), _tier_words(tier, reader))
            part.insert(1, texts("whatif.table.figure"), texts(f"whatif.table.{name}"))
            parts.append(pd.concat([part, *(_bounded(*one, reader) for one in found.items())], axis=1))
    return pd.concat(parts, ignore_index=True)


def figures_as_numbers(results: Results, reader: Reader) -> pd.DataFrame:
    """Return a row a figure and tier of the whole horizon: base, scenario, difference, as numbers."""
    rows = []
    for name in dict.fromkeys((*OF_A_TIER, *OPERATION)):
        for tier in _ALL if name in OF_A_TIER else (None,):
            found = {
                "base": results.figure(name, 0, tier),
                "scenario": results.figure(name, 1, tier),
                "difference": results.difference(name, 1, tier=tier),
            }
            rows.append(_number_row(name, tier, found, reader))
    rows.append(_number_row("gain_per_unit", None, {"difference": gain_per_unit(results, 1)}, reader))
    rows.append(_number_row("break_even_month", None, {"difference": results.break_even_month(1)}, reader))
    return pd.DataFrame(rows)


def _number_row(
    name: str, tier: int | None, found: dict[str, Estimate], reader: Reader
) -> dict[str, str | float]:
    texts = reader.texts
    row: dict[str, str | float] = {
        texts("whatif.table.tier"): _tier_words(tier, reader),
        texts("whatif.table.figure"): texts(f"whatif.table.{name}"),
    }
    for what in ("base", "scenario", "difference"):
        one = found.get(what, Estimate(float("nan")))
        row |= dict(zip(_headings(what, reader), (one.value, one.low, one.high), strict=True))
    return row


def _bounded(what: str, series: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    bounds = series[["value", "low", "high"]]
    return bounds.set_axis(pd.Index(_headings(what, reader)), axis=1)


def _headings(what: str, reader: Reader) -> tuple[str, str, str]:
    texts, name = reader.texts, reader.texts(f"whatif.table.{what}")
    return (
        name,
        texts("whatif.table.low", name=name),
        texts("whatif.table.high", name=name),
    )


def _tier_words(tier: int | None, reader: Reader) -> str:
    return reader.texts("whatif.table.all") if tier is None else term("tier", TIERS[tier], reader.texts)


def _written(row: np.ndarray[tuple[int], np.dtype[np.float64]], name: str, reader: Reader) -> str:
    value, low, high = row
    return with_interval(Estimate(value, low, high), name, reader)
