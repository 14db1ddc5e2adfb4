"""Which answers are meant, and how is that said in words?

What narrows a list of answers stands in an address, so it holds codes and numbers only: a question,
a channel or a promise, which somebody named in their own words, goes by a number made of them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.item_names import item_words
from dashboard.presenters.terms import term
from engine.months import months_before
from engine.satisfaction.behind import answers_behind, band_range, has_unweighed
from engine.satisfaction.findings import MONTHS
from engine.satisfaction.non_response import SCORES as WEIGHTED
from engine.satisfaction.promises import NOTHING, PROMISES
from engine.satisfaction.ratio import RATIO_BANDS
from engine.satisfaction.reliability import SCALES
from engine.satisfaction.roles import COSTS, ROLES, SERVQUAL, VALUES

INDICES: Final = (
    "csat",
    "nps",
    "ces",
    "satisfaction_ratio",
    "experience_gap",
    "servqual_gap",
    "servqual_gap_weighted",
    "delivered_value",
    "benefit_index",
)
_BANDS: Final = range(len(RATIO_BANDS))
# A band, or neighbouring ones together.
_BAND_RANGES: Final = (*map(str, _BANDS), *(f"{low}-{high}" for low in _BANDS for high in _BANDS[low + 1 :]))
OF_QUARTERS: Final = (*INDICES, *SERVQUAL, *VALUES, *COSTS, "")
"""What may be asked for in a single quarter."""

OF_CUSTOMERS: Final = ("satisfaction_score", "true_loyalty_share", "loyalty_index")
"""What only customers are told by, whatever the nameless answered."""

BEHIND: Final = frozenset(
    {
        *OF_QUARTERS,
        *OF_CUSTOMERS,
        *("driver", "separation", "felt", *PROMISES),
        *(f"scale.{name}" for name in (*ROLES, *(f"group_{group}" for group in SCALES))),
        *(f"expected.{role}" for role in ROLES),
        *(f"ratio.{ends}" for ends in _BAND_RANGES),
        *(f"weighted.{score}" for score in WEIGHTED),
    }
)
"""What answers may stand behind, as addresses hold it."""

QUARTER: Final = re.compile(r"[0-9]{4}q[1-4]", re.ASCII)
SCORES: Final = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?", re.ASCII)
_COLUMNS: Final[Mapping[str, str]] = {
    "": "item_id",
    "driver": "item_id",
    "separation": "item_id",
    "felt": "felt",
    "expected": "channel",
    **dict.fromkeys(INDICES, "channel"),
    **{name: name for name in PROMISES},
}
_OWN_PROMISES: Final = (NOTHING, "as_agreed", "billed_more")


@dataclass(frozen=True)
class AnswerFilters:
    """What narrows a list of answers; an empty filter leaves all of the last 12 months in.

    ``behind`` names a figure as ``answers_behind`` knows it, ``of`` the number of its question, group or
    channel (``number_of``), ``quarter`` is such as ``2026q1``; ``lowest`` and ``highest`` bound the score,
    in whole points, both included.
    """

    behind: str = ""
    of: int | None = None
    quarter: str = ""
    lowest: int | None = None
    highest: int | None = None

    @property
    def scores(self) -> str:
        """Return the bounds of the score as an address holds them, empty where there are none."""
        if self.lowest is None or self.highest is None:
            return ""
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest}-{self.highest}"

    def with_scores(self, scores: str) -> AnswerFilters:
        """Return the filter with these bounds of the score, none where they make no sense."""
        found = SCORES.fullmatch(scores)
        lowest, highest = (int(found[1]), int(found[2] or found[1])) if found else (None, None)
        return replace(self, lowest=lowest, highest=highest)

    def with_range(self, ends: tuple[int, int]) -> AnswerFilters:
        """Return the filter with these bounds of the score."""
        return replace(self, lowest=ends[0], highest=ends[1])

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed."""
        return self != AnswerFilters()


def number_of(words: str) -> int:
    """Return the number by which somebody's own words go in an address."""
    return zlib.crc32(words.encode())


def asking(behind: str, of: str) -> AnswerFilters:
    """Return the filter of the answers behind a figure, its question, group or channel by its own words."""
    return AnswerFilters(behind, number_of(of))


def quarter_code(day: pd.Timestamp) -> str:
    """Return a quarter as an address holds it, from its first day."""
    return f"{day.year}q{day.quarter}"


def own_words(kept: pd.DataFrame, filters: AnswerFilters) -> str | None:
    """Return the question, group or channel that ``of`` stands for; None where there is no such one."""
    column = _COLUMNS.get(filters.behind.partition(".")[0])
    if filters.of is None or column not in kept:
        return None
    known = kept[column].dropna().unique()
    return next((str(one) for one in (*known, "") if number_of(str(one)) == filters.of), None)


def of_figure(kept: pd.DataFrame, filters: AnswerFilters) -> pd.DataFrame:
    """Return the answers that the figure counts, whatever their score."""
    if kept.empty:
        return kept
    of = own_words(kept, filters)
    if filters.of is not None and of is None:
        return kept[:0]
    return answers_behind(kept, filters.behind, of or "", filters.quarter)


def chosen_answers(kept: pd.DataFrame, filters: AnswerFilters) -> pd.DataFrame:
    """Return the answers that are meant, the newest first; ``kept`` as ``kept_answers`` made them."""
    found = of_figure(kept, filters)
    if filters.lowest is not None and filters.highest is not None:
        found = found[found["score"].round().between(filters.lowest, filters.highest)]
    return found.iloc[::-1]


def behind_words(kept: pd.DataFrame, filters: AnswerFilters, grounds: Grounds) -> str:
    """Return behind which figure the answers stand, in words."""
    texts, behind, of = grounds.reader.texts, filters.behind, own_words(kept, filters)
    kind, _, rest = behind.partition(".")
    if filters.of is not None and of is None:
        return texts("answers.unknown")
    if rest:
        return _of_part(kind, rest, of, grounds)
    if behind == "loyalty_index" and has_unweighed(kept):
        return texts("answers.weighing")
    if behind in (*INDICES, *OF_CUSTOMERS):
        figure = texts(f"experience.figure.{behind}")
        return texts("answers.of_channel", figure=figure, channel=of) if of else figure
    if behind in ROLES:
        return texts(f"answers.{'gap' if behind in SERVQUAL else 'part'}", role=_role(behind, grounds))
    if of is None:
        said = {"": "answers.all", "felt": "answers.felt.all"}
        return texts(said.get(behind, "answers.unknown"))
    return _own(kind, of, grounds)


def _of_part(kind: str, part: str, of: str | None, grounds: Grounds) -> str:
    """Return behind which part of a figure the answers stand: a band, a scale, a role, a score."""
    texts = grounds.reader.texts
    if kind == "weighted":
        return texts("answers.weighted", figure=texts(f"experience.figure.{part}"))
    if kind == "ratio":
        return texts("answers.ratio", band=band_words(band_range(part), grounds.reader))
    where = of or texts("experience.no_channel")
    return texts(f"answers.{kind}", role=_role(part, grounds), channel=where)


def _own(kind: str, of: str, grounds: Grounds) -> str:
    """Return behind what the answers stand that somebody named in their own words."""
    texts = grounds.reader.texts
    if kind == "felt":
        return texts("answers.felt", group=term("feel", of, texts))
    if kind in PROMISES:
        group = texts(f"words.promise.{of}") if of in _OWN_PROMISES else of
        return texts("answers.promise", promise=texts(f"words.promise.{kind}"), group=group)
    return texts(f"answers.{kind}", item=item_words(of, grounds)) if kind else item_words(of, grounds)


def said_of(kept: pd.DataFrame, filters: AnswerFilters, grounds: Grounds) -> str:
    """Return which answers are meant: behind what, of when, with which score."""
    reader = grounds.reader
    said = [behind_words(kept, filters, grounds)]
    if filters.scores:
        said.append(score_words(filters.scores, reader))
    said.append(period_words(filters, grounds))
    return " · ".join(said)


def period_words(filters: AnswerFilters, grounds: Grounds) -> str:
    """Return of when the answers are."""
    if filters.quarter:
        return quarter_words(filters.quarter, grounds.reader)
    then = filters.behind in ("separation", "felt")
    day = months_before(grounds.as_of, MONTHS) if then else grounds.as_of
    return grounds.reader.texts("answers.period", day=day)


def quarter_words(quarter: str, reader: Reader) -> str:
    """Return a quarter in words."""
    year, _, number = quarter.partition("q")
    return reader.texts("contract_retention.quarter", year=year, quarter=number)


def band_words(ends: tuple[int, int], reader: Reader) -> str:
    """Return neighbouring bands of the ratio of experience to expectation, both ends in it, in words."""
    first, last = ends
    low, high = (reader.formats.decimal(end, 2) for end in (RATIO_BANDS[first][0], RATIO_BANDS[last][1]))
    if first == 0 and last < _BANDS[-1]:
        return reader.texts("answers.band.first", high=high)
    return reader.texts("answers.band.last" if last == _BANDS[-1] else "answers.band", low=low, high=high)


def score_words(scores: str, reader: Reader) -> str:
    """Return a range of scores in words."""
    return reader.texts("answers.scores", scores=scores.replace("-", "–"))


def _role(role: str, grounds: Grounds) -> str:
    return grounds.reader.texts(f"experience.role.{role}")
