"""How is what customers got of what they expected spread, and whom does that leave out?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.presenters.answer_filters import AnswerFilters, band_words
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import estimate_of, interval_words, written
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import term
from engine.satisfaction.point_ranges import SMALLEST_GROUP
from engine.satisfaction.ratio import BANDS_OF_GROUPS, RATIO_GROUPS

_LEFT_OUT: Final = ("without_expectation", "without_zero")


@dataclass(frozen=True)
class RatioSpread:
    """The ratio's groups in words by the answers behind, bars of its bands (``code word value label``).

    ``few`` says that a group is too small to tell any, ``left_out`` whom the ratio leaves out.
    """

    groups: dict[AnswerFilters, str]
    few: str
    bars: pd.DataFrame
    left_out: str


def ratio_spread(tables: Tables, grounds: Grounds) -> RatioSpread:
    """Return how the ratio is spread; without bars where too few have one, or nobody."""
    found, reader = _bands(tables("ratio_bands")), grounds.reader
    whole = estimate_of(tables("satisfaction_figures"), figure="satisfaction_ratio", by="", group="")
    left = {name: int(found[name].iloc[0]) if len(found) else 0 for name in _LEFT_OUT}
    lacking = [reader.texts(f"answers.{name}", count=count) for name, count in left.items() if count]
    rows = [_bar(row, grounds) for row in found.to_dict("records") if whole.is_defined]
    bars = pd.DataFrame(rows, columns=["code", "word", "value", "label"])
    groups = _groups(tables, grounds)
    few = "" if groups else reader.texts("answers.ratio.few", count=SMALLEST_GROUP)
    return RatioSpread(groups, few, bars, " ".join(lacking))


def _bands(found: pd.DataFrame) -> pd.DataFrame:
    """Return the stored bands; in assessments before bands of few were put together each stood alone."""
    return found.assign(first=found["band"], last=found["band"]) if "band" in found else found


def _bar(row: Mapping[Hashable, Any], grounds: Grounds) -> tuple[str, str, float, str]:
    reader, count = grounds.reader, int(row["count"])
    first, last = int(row["first"]), int(row["last"])
    code = f"ratio.{first}" if first == last else f"ratio.{first}-{last}"
    word = band_words((first, last), reader)
    if 0 < count < SMALLEST_GROUP:
        return code, word, 0.0, reader.texts("words.fewer", count=SMALLEST_GROUP)
    share = reader.formats.percent(row["share"])
    return code, word, row["share"], reader.texts("answers.bar", share=share, count=count)


def _groups(tables: Tables, grounds: Grounds) -> dict[AnswerFilters, str]:
    """Return the three groups with their intervals; none where one of them is too small to tell any."""
    figures, reader, said = tables("satisfaction_figures"), grounds.reader, {}
    for code, (first, last) in zip(RATIO_GROUPS, BANDS_OF_GROUPS, strict=True):
        one = estimate_of(figures, figure=f"ratio_{code}", by="", group="")
        if one.is_defined:
            share, group = written(one.value, "percent", reader), term("feel", code, reader.texts)
            interval = interval_words(one, "percent", reader)
            words = reader.texts("answers.ratio.group", group=group, share=share, interval=interval)
            said[AnswerFilters(f"ratio.{first}-{last}")] = words
    return said
