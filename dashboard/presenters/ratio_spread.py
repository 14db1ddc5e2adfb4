"""How is what customers got of what they expected spread, and whom does that leave out?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.presenters.answer_filters import band_words
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import estimate_of, interval_words, written
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import term
from engine.satisfaction.findings import SMALLEST_GROUP
from engine.satisfaction.ratio import RATIO_GROUPS


@dataclass(frozen=True)
class RatioSpread:
    """The ratio's three groups in words, bars of its bands (``code word value label``), who is left out."""

    groups: str
    bars: pd.DataFrame
    left_out: str


def ratio_spread(tables: Tables, grounds: Grounds) -> RatioSpread:
    """Return how the ratio is spread; without bars where nobody has one."""
    found, reader = tables("ratio_bands"), grounds.reader
    if found.empty:
        return RatioSpread("", pd.DataFrame(), "")
    rows = []
    for row in found.to_dict("records"):
        count, few = int(row["count"]), 0 < row["count"] < SMALLEST_GROUP
        said = {"share": reader.formats.percent(row["share"]), "count": count}
        label = (
            reader.texts("words.fewer", count=SMALLEST_GROUP) if few else reader.texts("answers.bar", **said)
        )
        word = band_words(int(row["band"]), reader)
        rows.append((f"ratio.{row['band']:.0f}", word, 0.0 if few else row["share"], label))
    left = {name: int(found[name].iloc[0]) for name in ("without_expectation", "without_zero")}
    lacking = [reader.texts(f"answers.{name}", count=count) for name, count in left.items() if count]
    bars = pd.DataFrame(rows, columns=["code", "word", "value", "label"])
    return RatioSpread(_groups(tables, grounds), bars, " ".join(lacking))


def _groups(tables: Tables, grounds: Grounds) -> str:
    figures, reader, said = tables("satisfaction_figures"), grounds.reader, []
    for code in RATIO_GROUPS:
        one = estimate_of(figures, figure=f"ratio_{code}", by="", group="")
        if one.is_defined:
            share, group = written(one.value, "percent", reader), term("feel", code, reader.texts)
            interval = interval_words(one, "percent", reader)
            said.append(reader.texts("answers.ratio.group", group=group, share=share, interval=interval))
    return reader.texts("experience.comma").join(said)
