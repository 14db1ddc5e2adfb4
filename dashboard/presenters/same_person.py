"""Who may be one person, what speaks for it and against it, and what was decided?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader

SAME, ALIKE, DIFFERENT = "=", "≈", "≠"
_NEVER_OVER: Final = 0.99
LABELS: Final = ("what", "first", "second")


@dataclass(frozen=True)
class PairView:
    """Two customers side by side.

    ``compared`` has the columns ``LABELS``: what is compared, with ``=``, ``≈`` (the same in other
    letters) or ``≠`` in front where both are known, and what each has. ``first_id`` and
    ``second_id`` are the ids that a merge may keep.
    """

    title: str
    score: str
    reasons: str
    against: str
    compared: pd.DataFrame
    first_id: str
    second_id: str


@dataclass(frozen=True)
class DecisionView:
    """Something that was decided; ``can_take_back`` while it counts."""

    text: str
    caption: str
    can_take_back: bool


def pair_view(
    pair: Mapping[str, Any],
    first: Mapping[str, Any],
    second: Mapping[str, Any],
    labels: Mapping[str, str],
    reader: Reader,
) -> PairView:
    """Return a proposal with its two sides, all as the use case returns them, as mappings.

    The proposal holds the attributes that are ``written_differently`` as well.
    """
    names = list(dict.fromkeys(filter(None, (side["attributes"].get("name") for side in (first, second)))))
    ids = [_joined(side["ids"], reader) for side in (first, second)]
    return PairView(
        title=reader.texts("matching.pair", names=" / ".join(names), first=ids[0], second=ids[1])
        if names
        else reader.texts("matching.pair.nameless", first=ids[0], second=ids[1]),
        score=reader.texts(
            "matching.score", score=reader.formats.decimal(min(pair["score"], _NEVER_OVER), 2)
        ),
        reasons=reader.texts("matching.for", reasons=_reasons(pair["reasons"], reader)),
        against=reader.texts("matching.against", reasons=_against(pair["against"], reader))
        if pair["against"]
        else "",
        compared=compared(first, second, pair["written_differently"], labels, reader),
        first_id=first["ids"][0],
        second_id=second["ids"][0],
    )


def compared(
    first: Mapping[str, Any],
    second: Mapping[str, Any],
    alike: Collection[str],
    labels: Mapping[str, str],
    reader: Reader,
) -> pd.DataFrame:
    """Return two customers line by line: ids, attributes, then how many facts each has."""
    rows = [
        _row(reader.texts("matching.row.ids"), *(_joined(side["ids"], reader) for side in (first, second)))
    ]
    for name in dict.fromkeys([*first["attributes"], *second["attributes"]]):
        label = reader.texts("matching.row.name") if name == "name" else labels.get(name, name)
        one, other = (side["attributes"].get(name, "") for side in (first, second))
        rows.append(_row(f"{ALIKE} {label}", one, other) if name in alike else _signed(label, one, other))
    for table in first["facts"]:
        counts = first["facts"][table], second["facts"][table]
        if any(counts):
            label, count = reader.texts(f"matching.facts.{table}"), reader.formats.count
            rows.append((label, count(counts[0]), count(counts[1])))
    for label, written in (("matching.row.amount", _amount), ("matching.row.days", _span)):
        rows.append((reader.texts(label), written(first, reader), written(second, reader)))
    return pd.DataFrame(rows, columns=list(LABELS))


def merge_views(merges: Sequence[Mapping[str, Any]], reader: Reader) -> list[DecisionView]:
    """Return the merges, newest first."""
    return [_merge(merge, reader) for merge in merges]


def apart_view(said: Mapping[str, Any], reader: Reader) -> DecisionView:
    """Return two customers that were said not to be one person."""
    text = reader.texts("matching.apart", first=said["first_id"], second=said["second_id"])
    caption = reader.texts("matching.apart.on", day=_day(said["said_at"], reader))
    return DecisionView(text, caption, can_take_back=True)


def _merge(merge: Mapping[str, Any], reader: Reader) -> DecisionView:
    texts = reader.texts
    kept, merged = (merge[name] or texts("matching.gone") for name in ("kept_id", "merged_id"))
    text = texts("matching.merged", kept=kept, merged=merged)
    reasons = _reasons(merge["reasons"], reader)
    caption = texts("matching.merged.on", day=_day(merge["merged_at"], reader), reasons=reasons)
    if merge["undone_at"] is None:
        return DecisionView(text, caption, can_take_back=True)
    end = "matching.void.on" if merge["is_void"] else "matching.undone.on"
    return DecisionView(text, texts(end, day=_day(merge["undone_at"], reader)), can_take_back=False)


def _row(label: str, first: str, second: str) -> tuple[str, str, str]:
    return label, first or UNDEFINED, second or UNDEFINED


def _signed(label: str, first: str, second: str) -> tuple[str, str, str]:
    if not first or not second:
        return _row(label, first, second)
    return _row(f"{SAME if first == second else DIFFERENT} {label}", first, second)


def _amount(side: Mapping[str, Any], reader: Reader) -> str:
    return reader.formats.money(side["amount"]) if side["first_day"] else UNDEFINED


def _span(side: Mapping[str, Any], reader: Reader) -> str:
    if not side["first_day"]:
        return UNDEFINED
    first, last = (reader.formats.day(side[name]) for name in ("first_day", "last_day"))
    return first if first == last else f"{first} – {last}"


def _reasons(codes: Sequence[str], reader: Reader) -> str:
    return _joined([reader.texts(f"matching.reason.{code}") for code in codes], reader)


def _against(codes: Sequence[str], reader: Reader) -> str:
    return _joined([reader.texts(f"matching.contradiction.{code}") for code in codes], reader)


def _joined(words: Sequence[str], reader: Reader) -> str:
    return reader.texts("matching.comma").join(words)


def _day(moment: dt.datetime, reader: Reader) -> str:
    return reader.formats.day(moment.astimezone().date())
