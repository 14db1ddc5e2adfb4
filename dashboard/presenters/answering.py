"""Who answered, how firm are the scales, and would the scores differ if everybody had answered?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.formats import UNDEFINED
from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.item_names import item_words
from dashboard.presenters.result_figures import Kind, written
from dashboard.presenters.satisfaction import Tables

_KINDS: dict[str, Kind] = {
    "csat": "percent",
    "nps": "points",
    "ces": "decimal",
    "satisfaction_ratio": "decimal",
    "servqual_gap": "decimal",
    "delivered_value": "index",
}
_OWN = "attribute."


@dataclass(frozen=True)
class TableView:
    """A small table as text with the labels of its columns, what is to be said above it, and a warning."""

    rows: pd.DataFrame
    labels: dict[str, str]
    caption: str
    warning: str = ""


def weighted_view(tables: Tables, grounds: Grounds) -> TableView:
    """Return each score as answered and weighted for non-response, and by what."""
    texts, found = grounds.reader.texts, tables("weighted_figures")
    if found.empty:
        return TableView(pd.DataFrame(), {}, "")
    rows = pd.DataFrame(
        {
            "figure": [texts(f"experience.figure.{name}") for name in found["figure"]],
            "value": _bounded(found, "value", ("low", "high"), grounds),
            "weighted": _bounded(found, "weighted", ("weighted_low", "weighted_high"), grounds),
            "n": [grounds.reader.formats.count(n) for n in found["n"]],
            "effective": [grounds.reader.formats.count(n) for n in found["effective"]],
        },
        index=pd.Index([AnswerFilters(f"weighted.{name}") for name in found["figure"]], dtype=object),
    )
    labels = {str(name): texts(f"words.weighted.{name}") for name in rows}
    return TableView(rows, labels, _weighted_by(tables("response_profile"), grounds))


def _weighted_by(profile: pd.DataFrame, grounds: Grounds) -> str:
    """Return by which attributes answers are weighted, and by which not."""
    texts, comma = grounds.reader.texts, grounds.reader.texts("experience.comma")
    is_used = profile["used"].eq(True)
    used, rest = (
        [_attribute(name, grounds) for name in profile.loc[one, "attribute"]] for one in (is_used, ~is_used)
    )
    if not used:
        return texts("words.weighted.caption.none")
    said = texts("words.weighted.caption", attributes=comma.join(used))
    return f"{said} {texts('words.weighted.left_out', attributes=comma.join(rest))}" if rest else said


def scales_view(tables: Tables, grounds: Grounds) -> TableView:
    """Return the reliability of every scale with its verdict; the warning names the poor ones."""
    texts, formats, found = grounds.reader.texts, grounds.reader.formats, tables("scale_reliability")
    if found.empty:
        return TableView(pd.DataFrame(), {}, texts("words.scales.none"))
    names = [texts(f"experience.role.{role}") for role in found["role"]]
    rows = pd.DataFrame(
        {
            "scale": names,
            "items": [formats.count(n) for n in found["items"]],
            "alpha": _bounded(found, "value", ("low", "high"), grounds),
            "n": [formats.count(n) for n in found["n"]],
            "verdict": [_verdict(row, grounds) for row in found.to_dict("records")],
        },
        index=[AnswerFilters(f"scale.{role}") for role in found["role"]],
    )
    poor = [
        name for name, is_poor in zip(names, found["is_poor"], strict=True) if is_poor is True or is_poor == 1
    ]
    warning = texts("words.scales.warning", scales=texts("experience.comma").join(poor)) if poor else ""
    labels = {str(name): texts(f"words.scales.{name}") for name in rows}
    return TableView(rows, labels, texts("words.scales.caption"), warning)


def _bounded(found: pd.DataFrame, value: str, ends: tuple[str, str], grounds: Grounds) -> list[str]:
    texts, reader = grounds.reader.texts, grounds.reader
    kinds = found["figure"].map(_KINDS) if "figure" in found else pd.Series("decimal", index=found.index)
    said = []
    for kind, middle, low, high, n, needed in zip(
        kinds, found[value], found[ends[0]], found[ends[1]], found["n"], found["needed"], strict=True
    ):
        if pd.isna(middle):
            said.append(texts("experience.too_few", count=int(n), needed=int(needed)))
            continue
        bounds = {"low": written(low, kind, reader), "high": written(high, kind, reader)}
        said.append(texts("experience.with_interval", value=written(middle, kind, reader), **bounds))
    return said


def _verdict(row: Mapping[Any, Any], grounds: Grounds) -> str:
    texts = grounds.reader.texts
    if pd.isna(row["value"]):
        return UNDEFINED
    verdict = texts("words.scales.poor" if row["is_poor"] else "words.scales.fine")
    if not row["worst_item"]:
        return verdict
    without = grounds.reader.formats.decimal(float(str(row["without_it"])), 2)
    item = item_words(row["worst_item"], grounds)
    return texts("words.scales.without", verdict=verdict, alpha=without, item=item)


def _attribute(name: str, grounds: Grounds) -> str:
    """Return what an attribute is called: ours by its word, the workspace's own as its file named it."""
    if name.startswith(_OWN):
        return name.removeprefix(_OWN).replace("_", " ")
    return grounds.reader.texts(f"words.attribute.{name}")
