"""How is an index of answers shown: with its interval, its number of answers, who was asked, and its move?"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any, Final, Literal

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.answer_filters import quarter_code, quarter_words
from dashboard.presenters.figure import Figure, Meaning
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import (
    Kind,
    Shown,
    estimate_of,
    interval_words,
    result_figure,
    written,
)
from engine.estimate import Estimate, is_beyond_chance

# Indices that rest on the same answers as another.
_RESPONSE_OF: Final = {
    "experience_gap": "satisfaction_ratio",
    "servqual_gap_weighted": "servqual_gap",
    "benefit_index": "delivered_value",
}
_LESS_IS_BETTER: Final = frozenset({"ces"})


def answered_figure(
    shown: Shown, found: pd.DataFrame, before: pd.DataFrame, rates: pd.DataFrame, grounds: Grounds
) -> Figure:
    """Return an index of all respondents with n, response rate and change.

    ``found`` and ``before`` are the tables of figures of these and the earlier 12 months, ``rates`` the
    table of response rates.
    """
    reader, texts = grounds.reader, grounds.reader.texts
    now, then = (estimate_of(table, figure=shown.name, by="", group="") for table in (found, before))
    figure = result_figure(shown, now, grounds)
    if not now.is_defined:
        few = texts("experience.too_few_answers", count=now.n, needed=now.needed)
        return replace(figure, missing=few if now.n else figure.missing)
    said = [
        figure.note,
        texts("experience.answers_n", count=now.n),
        response_words(shown.name, rates, reader),
    ]
    noted = replace(figure, note=" · ".join(part for part in said if part))
    return with_change(noted, shown, (then, now), texts("experience.against_before"), reader)


def with_change(
    figure: Figure, shown: Shown, then_now: tuple[Estimate, Estimate], against: str, reader: Reader
) -> Figure:
    """Return a figure with its change from then to now; as it is where either is undefined.

    ``against`` says since when. A change has a colour only where it is greater than chance.
    """
    change, direction, meaning = _change(shown, then_now[1], then_now[0], reader)
    if not change:
        return figure
    return replace(figure, change=change, change_direction=direction, change_meaning=meaning, against=against)


def response_words(figure: str, rates: pd.DataFrame, reader: Reader) -> str:
    """Return which share of those who were asked answered, or that nobody knows; empty without a table."""
    if rates.empty:
        return ""
    name = _RESPONSE_OF.get(figure, figure)
    row = rates[rates["figure"] == name]
    if row.empty or not row["origin"].iloc[0]:
        return reader.texts("experience.response.unknown")
    rate, asked, answered = float(row["value"].iloc[0]), int(row["n"].iloc[0]), int(row["answered"].iloc[0])
    if math.isnan(rate):
        if answered > asked:
            return reader.texts("experience.response.too_many", count=asked, answered=answered)
        if not asked:
            return reader.texts("experience.response.early")
        return reader.texts("experience.response.unknown")
    message = "known" if row["origin"].iloc[0] == "typed" else "contacts"
    share = reader.formats.percent(rate)
    return reader.texts(f"experience.response.{message}", count=asked, rate=share)


def with_response(said: str, part: str, rates: pd.DataFrame, reader: Reader) -> str:
    """Return what is said of one part of an index, with its response rate where it is known who was asked."""
    if rates.empty or part not in set(rates["figure"]):
        return said
    rate = estimate_of(rates, figure=part)
    share = reader.formats.percent(rate.value)
    return reader.texts("answers.with_response", said=said, rate=share) if rate.is_defined else said


def lacks_response(rates: pd.DataFrame) -> bool:
    """Whether nobody said how many were asked."""
    return not rates.empty and not rates["origin"].astype(bool).any()


def _change(
    shown: Shown, now: Estimate, then: Estimate, reader: Reader
) -> tuple[str, Literal["up", "down", "none"], Meaning]:
    difference = now.value - then.value
    if math.isnan(difference):
        return "", "none", "neutral"
    if shown.kind == "percent":
        said = reader.texts("overview.points", points=_signed(100.0 * difference, 1, reader))
    else:
        digits = {"points": 0, "index": 1}.get(shown.kind, 2)
        said = _signed(difference * (100.0 if shown.kind == "points" else 1.0), digits, reader)
    direction: Literal["up", "down", "none"] = (
        "up" if difference > 0 else "down" if difference < 0 else "none"
    )
    if not is_beyond_chance(now, then):
        return said, direction, "neutral"
    is_good = (difference < 0) == (shown.name in _LESS_IS_BETTER)
    return said, direction, "good" if is_good else "bad"


def _signed(value: float, digits: int, reader: Reader) -> str:
    sign = "+" if value > 0 else ""
    return sign + reader.formats.decimal(value, digits)


def trends(
    found: pd.DataFrame, shown: tuple[Shown, ...], least: int, reader: Reader
) -> dict[str, pd.DataFrame]:
    """Return by figure its quarters (``day value low high label hover``), of those with ``least`` or more."""
    if found.empty:
        return {}
    known = found[found["value"].notna()]
    parts = {one.name: known[known["figure"] == one.name] for one in shown}
    kinds = {one.name: one.kind for one in shown}
    return {
        name: part.assign(
            label=[written(value, kinds[name], reader) for value in part["value"]],
            hover=[_of_quarter(row, kinds[name], reader) for row in part.to_dict("records")],
        )
        for name, part in parts.items()
        if len(part) >= least
    }


def _of_quarter(row: Mapping[Hashable, Any], kind: Kind, reader: Reader) -> str:
    found = Estimate(row["value"], row["low"], row["high"], int(row["n"]), int(row["needed"]))
    said = reader.texts(
        "experience.bar",
        value=written(found.value, kind, reader),
        interval=interval_words(found, kind, reader),
        count=found.n,
    )
    return f"{quarter_words(quarter_code(row['day']), reader)}: {said}"
