"""Which columns of a file are questions, and which belong together?

A long file has a row an answer: who, which question, which score. A wide one has a row a
respondent and a column a question; then every column whose cells lie on one of the usual scales is a
question, ``reliability_e`` and ``reliability_p`` are what was expected and perceived of the same. A
question that is answered in people's own words has remarks and no score.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.errors import DataError
from data.importing.answer_words import MOST_WORDS, Texts, known_words, texts_of
from data.importing.item_names import suggested_role
from data.importing.missing_codes import suspected_codes
from data.importing.questions import chosen_names
from data.importing.scales import LEAST_SHARE, STANDARD, Scale, share_on
from data.importing.scores import readable_share, score_of, scores
from data.importing.table import RawTable

WIDEST = 10
_MOST_NUMBERS, _LEAST_READABLE = 22, 0.9
_PARTS: dict[str, str] = {
    "expectation": r"e|exp|expected|expectation|期望|预期|預期",
    "score": r"p|perc|perceived|perception|actual|experience|score|感知|体验|體驗|实际|得分",
    "importance": r"i|w|imp|importance|weight|points|重要性|重要度|权重|权数|分值",
}
_ENDINGS = (
    rf"(?P<{part}>[\s_.\-]+(?:{words})|[（(](?:{words})[)）]|(?<=[\u3400-\u9fff])(?:{words}))"
    for part, words in _PARTS.items()
)
_BEGINNINGS = (
    rf"(?P<{part}>(?:{words})(?:\s+of\s+|\s*[_.:：\-–]\s*|\s+))"
    for part, words in (
        ("expectation", "expectation|expected|期望|预期|預期"),
        ("score", "perception|perceived|experienced|感知|体验|體驗|实际"),
        ("importance", "importance|weight|points|重要性|重要度|权重"),
    )
)
# What asks for people's own words, surely or perhaps, and how long these are where no step of a scale is.
_ASKS_FOR_REMARKS = re.compile(
    r"comment|remark|feedback|suggest|improve|\bwhy\b|\breason|describe|tell us|in your own words|verbatim"
    r"|open.?ended|意见|意見|建议|建議|评论|評論|留言|原因|为什么|為什麼|改进|改進|描述|感想|反馈|反饋|想说|备注",
    re.IGNORECASE,
)
_MAY_ASK_FOR_REMARKS = re.compile(
    r"\bwhat\b|\bhow (can|could|should)|哪些|什么|什麼|如何|怎样", re.IGNORECASE
)
_LONG_REMARK, _LONG_IN_CHINESE = 40, 15
NO_ROLE = ""
"""Of remarks: they measure nothing."""

_ENDING = re.compile(rf"(?P<name>.+?)(?:{'|'.join(_ENDINGS)})", re.IGNORECASE)
_BEGINNING = re.compile(rf"(?:{'|'.join(_BEGINNINGS)})(?P<name>.+)", re.IGNORECASE)
# "reliability perceived (1-7)" names the part before its scale.
_SCALE_AT_END = re.compile(r"\s*[（(]\s*\d+\s*(?:[-–—~至到]|to)\s*\d+\s*[)）]\s*$")


@dataclass(frozen=True)
class Item:
    """A question: its name, what it measures where its name says so, and its columns (wide files).

    Those are ``score``, ``expectation`` and ``importance``, or ``words`` alone for remarks.
    """

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
    scored, said = _questions(raw, free, answers)
    items = _paired(scored)
    if "score" in mapping:
        own = {part: mapping[part] for part in _PARTS if part in mapping}
        items.insert(0, Item(own["score"], suggested_role(own["score"]), own))
    said += [mapping["words"]] if items and "words" in mapping else []
    items += [Item(heading, NO_ROLE, {"words": heading}) for heading in said]
    taken = {heading for item in items for heading in item.columns.values()}
    return Layout(True, tuple(items), tuple(heading for heading in free if heading not in taken))


def _questions(raw: RawTable, free: Sequence[str], answers: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the columns with scores, and those with remarks."""
    if "items" in answers:
        chosen = _chosen(free, answers["items"])
        said = [heading for heading in chosen if are_remarks(heading, texts_of(raw.encoded(heading)))]
        return [heading for heading in chosen if heading not in said], said
    scored = [heading for heading in free if is_question(raw, heading)]
    scored += _importance_of(raw, scored, [heading for heading in free if heading not in scored])
    rest = (heading for heading in free if heading not in scored)
    return scored, [heading for heading in rest if _asks_for_remarks(raw, heading)]


def _importance_of(raw: RawTable, scored: Sequence[str], rest: Sequence[str]) -> list[str]:
    """Return the columns of points that say how important a question is: of its name, of any size."""
    asked = set(scored) | {match["name"].rstrip() for one in scored if (match := _part_of(one))}
    ends = {heading: _part_of(heading) for heading in rest}
    named = [one for one, end in ends.items() if end and end["importance"] and end["name"].rstrip() in asked]
    return [heading for heading in named if readable_share(raw.encoded(heading)) >= _LEAST_READABLE]


def _part_of(heading: str) -> re.Match[str] | None:
    """Return which part of which question a heading names: ``reliability_e``, ``Expected: reliability``.

    The scale in brackets that some headings end with is not part of the name.
    """
    asked = _SCALE_AT_END.sub("", heading)
    return _ENDING.fullmatch(asked) or _BEGINNING.fullmatch(asked)


def is_question(raw: RawTable, heading: str) -> bool:
    """Whether a column's cells lie on one of the usual scales, in words too, codes for "no answer" aside."""
    cells = raw.encoded(heading)
    if re.fullmatch(r"column_\d+", heading):
        return False
    if len(texts := texts_of(cells)) > 1 and known_words({heading: texts}):
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


def are_remarks(name: str, found: Texts) -> bool:
    """Whether a question was answered in people's own words, not with numbers or steps of a scale."""
    words = [text for text in found if score_of(text) != score_of(text)]
    if 2 * sum(found[text] for text in words) <= sum(found.values()) or known_words({name: found}):
        return False
    is_long = any(len(text) > (_LONG_REMARK if text.isascii() else _LONG_IN_CHINESE) for text in words)
    return is_long or len(words) > MOST_WORDS or _ASKS_FOR_REMARKS.search(name) is not None


def _asks_for_remarks(raw: RawTable, heading: str) -> bool:
    """Whether a column's heading asks for remarks and its cells are such: other texts are names and notes."""
    asks = _ASKS_FOR_REMARKS.search(heading) or _MAY_ASK_FOR_REMARKS.search(heading)
    return asks is not None and are_remarks(heading, texts_of(raw.encoded(heading)))


def _paired(headings: Sequence[str]) -> list[Item]:
    """Return questions, those with columns for expectation, perception or importance as one."""
    endings = {heading: _part_of(heading) for heading in headings}
    names = {heading: match["name"].rstrip() for heading, match in endings.items() if match}
    several = Counter(names.values())
    found: dict[str, dict[str, str]] = {}
    for heading, match in endings.items():
        is_pair = match is not None and (several[names[heading]] > 1 or names[heading] in headings)
        if match is None or not is_pair:
            found.setdefault(heading, {})["score"] = heading
            continue
        part = next(part for part in _PARTS if match[part])
        found.setdefault(names[heading], {})[part] = heading
    return [Item(name, suggested_role(name), parts) for name, parts in found.items() if "score" in parts]


def _chosen(headings: Sequence[str], answer: str) -> list[str]:
    wanted = chosen_names(answer)
    unknown = next((name for name in wanted if name not in headings), None)
    if unknown is not None:
        raise DataError("import.heading_unknown", heading=unknown, headings=", ".join(headings))
    return wanted
