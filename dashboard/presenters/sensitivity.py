"""What does the answer rest on: which assumptions move it, and how wrong would one have to be?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.assumption_words import Tried, amount, name, origin
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from engine.estimate import Estimate
from engine.simulation.assumed import is_whole
from engine.simulation.results import PAIRED_DIFFERENCE
from engine.simulation.sensitivity import (
    TIPPING_POINT,
    TORNADO,
    Sensitivity,
    TippingPoint,
    is_open,
)


@dataclass(frozen=True)
class Tip:
    """How wrong one assumption would have to be, in a sentence."""

    name: str
    sentence: str
    is_turning: bool


@dataclass(frozen=True)
class SensitivityView:
    """What an answer rests on; ``bars`` with words, ``today`` where their line is, ``table`` texts."""

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    bars: pd.DataFrame
    today: float
    lines: tuple[str, str]
    alt: str
    tips: tuple[Tip, ...]
    tips_note: str
    others: str
    table: pd.DataFrame


def sensitivity_view(found: Sensitivity, tried: Tried, grounds: Grounds) -> SensitivityView:
    """Return the words, the picture and the table of what an answer rests on."""
    reader = grounds.reader
    texts, money = reader.texts, reader.formats.money
    bars = worded_bars(found.strongest.head(0) if is_same(found) else found.strongest, tried, reader)
    turning = nearest(found.tipping)
    return SensitivityView(
        headline=_headline(found, turning, tried, reader),
        caption=tried.told(reader),
        figures=_figures(found, turning, tried, grounds),
        bars=bars,
        today=found.difference.value,
        lines=(
            texts("sensitivity.line.today", value=money(found.difference.value)),
            texts("sensitivity.line.zero"),
        ),
        alt=texts("sensitivity.alt", count=len(bars), name=bars["word"].iloc[0] if len(bars) else "–"),
        tips=tuple(_tip(point, tried, reader) for point in found.tipping),
        tips_note=texts(f"sensitivity.tips.{_why_none(found)}") if is_open(found.difference) else "",
        others=texts("sensitivity.others", count=found.others, swing=money(found.others_swing))
        if found.others and not is_same(found)
        else "",
        table=table(found.strongest, tried, reader),
    )


def is_same(found: Sensitivity) -> bool:
    """Whether nothing that was tried makes any difference."""
    return found.strongest.empty or float(found.strongest["swing"].max()) == 0.0


def nearest(tipping: tuple[TippingPoint, ...]) -> TippingPoint | None:
    """Return the tipping point that is the fewest times today's value away, if there is one."""
    turning = [point for point in tipping if not math.isnan(point.value)]
    return min(turning, key=_times_away, default=None)


def _times_away(point: TippingPoint) -> float:
    """Return how far off, half as much being as far as twice as much."""
    if point.value <= 0.0 or point.now <= 0.0:
        return math.inf
    return abs(math.log(point.value / point.now))


def worded_bars(bars: pd.DataFrame, tried: Tried, reader: Reader) -> pd.DataFrame:
    """Return the rows of a tornado with what a chart writes on them."""
    money = reader.formats.money
    rows = bars.to_dict("records")
    words: dict[str, list[str]] = {"word": [], "label": []}
    words |= {f"{end}_{part}": [] for end in ("low", "high") for part in ("word", "label")}
    for row in rows:
        path = str(row["path"])
        words["word"].append(name(path, tried.kinds, reader))
        ends = sorted((row["at_low"], row["at_high"]))
        words["label"].append(reader.texts("sensitivity.span", low=money(ends[0]), high=money(ends[1])))
        for end in ("low", "high"):
            value = amount(path, row[f"{end}_value"], reader)
            at = _with_interval(row, end, reader)
            words[f"{end}_word"].append(value)
            words[f"{end}_label"].append(reader.texts("sensitivity.point", value=value, gain=at))
    return bars.assign(**words)


def table(bars: pd.DataFrame, tried: Tried, reader: Reader) -> pd.DataFrame:
    """Return the list behind a tornado: each assumption, where it is from, and the answer at its ends."""
    texts = reader.texts
    rows = []
    for row in bars.to_dict("records"):
        path = str(row["path"])
        rows.append(
            {
                texts("sensitivity.table.name"): name(path, tried.kinds, reader),
                texts("sensitivity.table.now"): amount(path, row["now"], reader),
                texts("sensitivity.table.origin"): origin(path, tried.origins, reader),
                texts("sensitivity.table.low"): amount(path, row["low_value"], reader),
                texts("sensitivity.table.at_low"): _with_interval(row, "low", reader),
                texts("sensitivity.table.high"): amount(path, row["high_value"], reader),
                texts("sensitivity.table.at_high"): _with_interval(row, "high", reader),
            }
        )
    return pd.DataFrame(rows)


def _headline(found: Sensitivity, turning: TippingPoint | None, tried: Tried, reader: Reader) -> str:
    texts, money = reader.texts, reader.formats.money
    net = found.difference
    if is_same(found):
        return texts("sensitivity.headline.same")
    if is_open(net):
        strongest = name(str(found.strongest["path"].iloc[0]), tried.kinds, reader)
        return texts("sensitivity.headline.open", low=money(net.low), high=money(net.high), name=strongest)
    sign = "worth" if net.value > 0 else "loss"
    if turning is None:
        count = len(found.tipping)
        return texts(f"sensitivity.headline.{sign}.firm", net=money(abs(net.value)), count=count)
    side = "below" if turning.value < turning.now else "above"
    return texts(
        f"sensitivity.headline.{sign}.{side}",
        net=money(abs(net.value)),
        name=name(turning.path, tried.kinds, reader),
        value=amount(turning.path, turning.value, reader),
        now=amount(turning.path, turning.now, reader),
    )


def _figures(
    found: Sensitivity, turning: TippingPoint | None, tried: Tried, grounds: Grounds
) -> tuple[Figure, ...]:
    reader = grounds.reader
    texts, money = reader.texts, reader.formats.money
    rows, net = tried.told(reader), found.difference
    says = interval(net, reader)
    first = found.strongest.iloc[0] if not is_same(found) else None
    figures = [
        Figure(
            texts("sensitivity.figure.today"),
            money(net.value),
            explained("sensitivity.why.today", PAIRED_DIFFERENCE, rows, grounds, interval=says),
            note=says,
        ),
        Figure(
            texts("sensitivity.figure.swing"),
            money(float(first["swing"])) if first is not None else "–",
            explained("sensitivity.why.swing", TORNADO, rows, grounds),
            note=name(str(first["path"]), tried.kinds, reader) if first is not None else "",
            missing="" if first is not None else texts("sensitivity.missing.same"),
        ),
        Figure(
            texts("sensitivity.figure.tip"),
            amount(turning.path, turning.value, reader) if turning is not None else "–",
            explained("sensitivity.why.tip", TIPPING_POINT, rows, grounds, interval=_sure(turning, reader)),
            note=texts(
                "sensitivity.instead",
                name=name(turning.path, tried.kinds, reader),
                now=amount(turning.path, turning.now, reader),
            )
            if turning is not None
            else "",
            missing="" if turning is not None else texts(f"sensitivity.missing.{_why_none(found)}"),
        ),
    ]
    return tuple(figures)


def _why_none(found: Sensitivity) -> str:
    """Return why no assumption turns the decision."""
    return "same" if is_same(found) else "open" if is_open(found.difference) else "never"


def _tip(point: TippingPoint, tried: Tried, reader: Reader) -> Tip:
    """Return how wrong an assumption would have to be for the decision to change."""
    texts, path = reader.texts, point.path
    sign = "worth" if point.difference.value > 0 else "loss"
    called = name(path, tried.kinds, reader)
    values = {"now": amount(path, point.now, reader)}
    if math.isnan(point.value):
        span = {
            "low": amount(path, point.tried_low, reader),
            "high": amount(path, point.tried_high, reader),
        }
        return Tip(called, texts(f"sensitivity.tip.{sign}.never", **values, **span), is_turning=False)
    values["value"] = amount(path, point.value, reader)
    sentence = texts(f"sensitivity.tip.{sign}.{_manner(point)}", **values)
    sure = _sure(point, reader)
    told = texts("sensitivity.tip.sure", sentence=sentence, span=sure) if sure else sentence
    return Tip(called, told, is_turning=True)


def _manner(point: TippingPoint) -> str:
    """Return where the decision turns: below or above, at a whole number, or beyond half and twice."""
    side = "below" if point.value < point.now else "above"
    if is_whole(point.path):
        return f"{side}_whole"
    if point.now > 0 and point.value < 0.5 * point.now:
        return "below_half"
    return "above_double" if point.now > 0 and point.value > 2.0 * point.now else side


def _sure(point: TippingPoint | None, reader: Reader) -> str:
    """Return the interval of a tipping point, nothing where one of its edges never turns."""
    if point is None or is_whole(point.path) or math.isnan(point.value_low + point.value_high):
        return ""
    low, high = (amount(point.path, edge, reader) for edge in (point.value_low, point.value_high))
    return reader.texts("sensitivity.span", low=low, high=high)


def interval(found: Estimate, reader: Reader) -> str:
    """Return the interval of an amount of money; nothing where there is none."""
    if math.isnan(found.low + found.high):
        return ""
    low, high = (reader.formats.money(edge) for edge in (found.low, found.high))
    return reader.texts("sensitivity.span", low=low, high=high)


def _with_interval(row: Mapping[Any, Any], end: str, reader: Reader) -> str:
    found = Estimate(row[f"at_{end}"], row[f"at_{end}_low"], row[f"at_{end}_high"])
    said, says = reader.formats.money(found.value), interval(found, reader)
    return f"{said} ({says})" if says else said
