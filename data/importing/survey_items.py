"""Which columns of a file are questions, and which belong together?

A long file has a row an answer: who, which question, which score. A wide one has a row a
respondent and a column a question; then every column whose cells lie on one of the usual scales is a
question, ``reliability_e`` and ``reliability_p`` are what was expected and perceived of the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.errors import DataError
from data.importing.answer_words import known_words, words_of
from data.importing.item_names import suggested_role
from data.importing.missing_codes import suspected_codes
from data.importing.questions import chosen_names
from data.importing.scales import LEAST_SHARE, STANDARD, Scale, share_on
from data.importing.scores import readable_share, scores
from data.importing.table import RawTable

WIDEST = 10
_MOST_NUMBERS, _LEAST_READABLE = 22, 0.9
_PARTS: dict[str, str] = {
    "expectation": r"e|exp|expected|expectation|期望|预期|預期",
    "score": r"p|perc|perceived|perception|actual|experience|score|感知|体验|體驗|实际|得分",
    "importance": r"i|w|imp|importance|weight|重要性|重要度|权重",
}
_ENDINGS = (
    rf"(?P<{part}>[\s_.\-]+(?:{words})|[（(](?:{words})[)）]|(?<=[\u3400-\u9fff])(?:{words}))"
    for part, words in _PARTS.items()
)
_ENDING = re.compile(rf"(?P<name>.+?)(?:{'|'.join(_ENDINGS)})", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """A question: its name, what it measures where its name says so, and its columns (wide files)."""

    item_id: str
    role: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """A wide file has ``items`` by column, a long one has them in its rows; ``unused`` are other columns."""

    is_wide: bool
    items: tuple[Item, ...] = ()
    unused: tuple[str, ...] = ()


def layout_of(raw: RawTable, mapping: Mapping[str, str], answers: Mapping[str, str]) -> Layout:
    """Return whether a file is long or wide, and the questions of a wide one.

    Raises
    ------
    DataError
        A column that was named a question doesn't exist.
    """
    used = set(mapping.values())
    free = [heading for heading in raw.columns if heading not in used]
    if "item" in mapping:
        return Layout(is_wide=False, unused=tuple(free))
    if "items" in answers:
        chosen = _chosen(free, answers["items"])
    else:
        chosen = [heading for heading in free if is_question(raw, heading)]
    own = {part: mapping[part] for part in _PARTS if part in mapping}
    items = [*_paired(chosen)]
    if "score" in own:
        items.insert(0, Item(own["score"], suggested_role(own["score"]), own))
    taken = {heading for item in items for heading in item.columns.values()}
    return Layout(True, tuple(items), tuple(heading for heading in free if heading not in taken))


def is_question(raw: RawTable, heading: str) -> bool:
    """Whether a column's cells lie on one of the usual scales, in words too, codes for "no answer" aside."""
    cells = raw.encoded(heading)
    if re.fullmatch(r"column_\d+", heading):
        return False
    if known_words(words_of(cells)) is not None:
        return True
    if readable_share(cells) < _LEAST_READABLE:
        return False
    counts = scores(cells).counts()
    if len(counts) > _MOST_NUMBERS:
        return False
    values = set(counts) - suspected_codes(heading, counts)
    if len(values) < 2 or values <= {0.0, 1.0}:
        return False
    narrow = [Scale(*ends) for ends in STANDARD if ends[1] - ends[0] <= WIDEST]
    scores_alone = {value: counts[value] for value in values}
    return any(share_on(scale, scores_alone) >= LEAST_SHARE for scale in narrow)


def _paired(headings: Sequence[str]) -> list[Item]:
    """Return questions, those with columns for expectation, perception or importance as one."""
    endings = {heading: _ENDING.fullmatch(heading) for heading in headings}
    names = [match["name"] for match in endings.values() if match]
    found: dict[str, dict[str, str]] = {}
    for heading, match in endings.items():
        is_pair = match is not None and (names.count(match["name"]) > 1 or match["name"] in headings)
        if match is None or not is_pair:
            found.setdefault(heading, {})["score"] = heading
            continue
        part = next(part for part in _PARTS if match[part])
        found.setdefault(match["name"], {})[part] = heading
    return [Item(name, suggested_role(name), parts) for name, parts in found.items() if "score" in parts]


def _chosen(headings: Sequence[str], answer: str) -> list[str]:
    wanted = chosen_names(answer)
    unknown = next((name for name in wanted if name not in headings), None)
    if unknown is not None:
        raise DataError("import.heading_unknown", heading=unknown, headings=", ".join(headings))
    return wanted
