"""Which number does the cell of an answer mean, and which cells say that there is no answer?"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.importing.problems import Mask

_NUMBER = re.compile(
    r"([+-]?\d{1,6}(?:[.,]\d{1,6})?|[+-]?[.,]\d{1,6})\s*(?:分|星|stars?|points?|pts?)?\.?", re.IGNORECASE
)
# What forms print beside a number: "5 - very satisfied", "1 (not at all)", "very satisfied (5)".
_LABELLED = re.compile(
    r"([+-]?\d{1,3})\s*(?:[-–—:=.,、(]|分)\s*[^\d\s][^\d]*|[^\d]*[^\d\s]\s*\(([+-]?\d{1,3})\)"
)
_STARS = re.compile(r"([★⭐]{1,10})[☆✩]*")
_NOT_APPLICABLE = frozenset({
    "na", "n/a", "n.a.", "n.a", "#n/a", "nan", "null", "none", "-", "–", "—", ".", "/", "dk",
    "don'tknow", "don’tknow", "dontknow", "noopinion", "notapplicable", "doesnotapply", "noanswer",
    "noresponse", "notanswered", "refused", "prefernottosay", "prefernottoanswer", "skipped", "(blank)",
    "不适用", "不適用", "不涉及", "无", "無", "未答", "未作答", "未回答", "未填", "未填写", "跳过",
    "不知道", "不清楚", "不了解", "拒答",
})  # fmt: skip


@dataclass(frozen=True)
class Scores:
    """The numbers of a column by row (NaN where none) and, where there is none, why."""

    numbers: NDArray[np.float64]
    is_missing: Mask
    is_not_applicable: Mask
    is_unreadable: Mask

    def counts(self, among: Mask | None = None) -> dict[float, int]:
        """Return how often each number stands there."""
        chosen = self.numbers if among is None else self.numbers[among]
        values, times = np.unique(chosen[~np.isnan(chosen)], return_counts=True)
        return dict(zip(values.tolist(), times.tolist(), strict=True))


def plain(text: str) -> str:
    """Return a word without case, width and the spaces and full stops that don't count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".!。")


def scores(cells: pa.DictionaryArray, words: Mapping[str, float] | None = None) -> Scores:
    """Return the numbers of a column; ``4,5`` is four and a half, as no answer goes into the thousands.

    ``words`` have the number of each word as ``plain`` writes it.
    """
    texts = [_plain(text) for text in cells.dictionary.to_pylist()]
    places = words or {}
    read = np.array(
        [places.get(plain(text), score_of(text)) for text in texts] or [math.nan],
        dtype=np.float64,
    )
    missing = np.array([text == "" for text in texts] or [True], dtype=bool)
    none = np.array([is_not_applicable(text) for text in texts] or [False], dtype=bool) & np.isnan(read)
    codes = cells.indices.to_numpy(zero_copy_only=False)
    return Scores(read[codes], missing[codes], none[codes], (np.isnan(read) & ~missing & ~none)[codes])


def scores_of_items(
    cells: pa.DictionaryArray, codes: NDArray[np.int64], words: Mapping[int, Mapping[str, float]]
) -> Scores:
    """Return the numbers of a column of many questions; ``words`` by the number that stands in ``codes``."""
    found = scores(cells)
    said = [plain(text) for text in cells.dictionary.to_pylist()] if words else []
    indices = cells.indices.to_numpy(zero_copy_only=False)
    numbers = found.numbers.copy()
    for place, own in words.items():
        here = codes == place
        steps = np.array([own.get(text, math.nan) for text in said], dtype=np.float64)[indices[here]]
        numbers[here] = np.where(np.isnan(steps), numbers[here], steps)
    return Scores(numbers, found.is_missing, found.is_not_applicable, found.is_unreadable & np.isnan(numbers))


def score_of(text: str) -> float:
    """Return the number that a cell means, NaN where it means none."""
    if match := _NUMBER.fullmatch(text):
        return float(match[1].replace(",", "."))
    if stars := _STARS.fullmatch(text.replace("\ufe0f", "")):
        return float(len(stars[1]))
    labelled = _LABELLED.fullmatch(text)
    return float(labelled[1] or labelled[2]) if labelled else math.nan


def is_not_applicable(text: str) -> bool:
    """Whether a cell says in words that there is no answer."""
    return "".join(text.casefold().split()) in _NOT_APPLICABLE


def readable_share(cells: pa.DictionaryArray) -> float:
    """Return the share of filled cells that are numbers or say "no answer"; 0 where none is filled."""
    read = scores(cells)
    filled = int((~read.is_missing).sum())
    return 1.0 - int(read.is_unreadable.sum()) / filled if filled else 0.0


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
