"""What happened between this customer and us beside purchases, as lines that a manager reads?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.item_names import item_words
from dashboard.presenters.paging import part_of

LINES_A_PAGE: Final = 20
_ICONS: Final = {
    "contract_start": ":material/contract:",
    "contract_end": ":material/contract_delete:",
    "contact": ":material/call:",
    "rescue": ":material/health_and_safety:",
    "exit": ":material/logout:",
    "complaint": ":material/report:",
    "complaint_resolved": ":material/task_alt:",
    "answers": ":material/rate_review:",
}

Parts = Mapping[str, Any]


@dataclass(frozen=True)
class TimeLineRow:
    """One event: its day, what it was, what is known of it, and the customer's words."""

    day: str
    icon: str
    title: str
    text: str
    words: str = ""


@dataclass(frozen=True)
class TimeLineView:
    """One page of events, the newest first; ``left_out`` says how many came after the as-of day."""

    rows: tuple[TimeLineRow, ...]
    pages: int
    place: str
    left_out: str


def time_line_view(events: pd.DataFrame, page: int, grounds: Grounds) -> TimeLineView:
    """Return page ``page`` (from 1) of the events up to the as-of day; later ones are counted only.

    ``events`` have ``day sort parts words``, the newest first.
    """
    texts = grounds.reader.texts
    visible = events[pd.to_datetime(events["day"]) <= pd.Timestamp(grounds.as_of)]
    later = len(events) - len(visible)
    part = part_of(visible, page, LINES_A_PAGE)
    return TimeLineView(
        rows=tuple(_row(event, grounds) for event in part.rows.to_dict("records")),
        pages=part.pages,
        place=texts("time_line.place", **part.numbers) if len(visible) else "",
        left_out=texts("time_line.later", count=later) if later else "",
    )


def sorts_known(events: pd.DataFrame, as_of: dt.date) -> tuple[str, ...]:
    """Return the sorts of events that were known on a day."""
    return tuple(events.loc[pd.to_datetime(events["day"]) <= pd.Timestamp(as_of), "sort"].unique())


def _row(event: Mapping[Any, Any], grounds: Grounds) -> TimeLineRow:
    sort, parts, reader = str(event["sort"]), event["parts"], grounds.reader
    words = event["words"]
    if "item_id" in parts:
        parts = {**parts, "label": item_words(parts["item_id"], grounds)}
    return TimeLineRow(
        day=reader.formats.day(event["day"]),
        icon=_ICONS[sort],
        title=_title(sort, parts, reader),
        text=" · ".join(part for part in _SAYING[sort](parts, reader) if part),
        words=words if isinstance(words, str) else "",
    )


def _title(sort: str, parts: Parts, reader: Reader) -> str:
    if sort == "rescue" and parts["is_control"]:
        return reader.texts("time_line.title.control")
    if sort == "answers":
        return reader.texts("time_line.title.answers", count=parts["count"])
    return reader.texts(f"time_line.title.{sort}")


def _contract(parts: Parts, reader: Reader) -> list[str]:
    said = [str(parts.get("tariff", ""))]
    if "fee_per_month" in parts:
        said.append(reader.texts("time_line.fee", fee=reader.formats.money_in_full(parts["fee_per_month"])))
    if "contract_id" in parts:
        said.append(reader.texts("time_line.contract", number=parts["contract_id"]))
    if parts.get("is_estimated"):
        said.append(reader.texts("time_line.start_estimated"))
    return said


def _contact(parts: Parts, reader: Reader) -> list[str]:
    said = [str(parts.get(name, "")) for name in ("channel", "purpose", "stage", "result", "agent")]
    if "promise" in parts:
        said.append(reader.texts("time_line.promise", promise=parts["promise"]))
    return [*said, _cost(parts, reader)]


def _rescue(parts: Parts, reader: Reader) -> list[str]:
    texts = reader.texts
    said = [str(parts["measure"])]
    for name in ("responded", "accepted"):
        if name in parts:
            said.append(texts(f"time_line.{name}.{'yes' if parts[name] else 'no'}"))
    said.append(str(parts.get("outcome", "")))
    if "outcome_amount" in parts:
        amount = reader.formats.money_in_full(parts["outcome_amount"])
        said.append(texts("time_line.outcome_amount", amount=amount))
    return [*said, _cost(parts, reader)]


def _exit(parts: Parts, reader: Reader) -> list[str]:
    texts = reader.texts
    said = [texts(f"time_line.cause.{cause}") for cause in parts.get("causes", ())]
    if "exit_kind" in parts:
        kind = f"time_line.exit_kind.{parts['exit_kind']}"
        said.append(texts(kind) if texts.has(kind) else str(parts["exit_kind"]))
    if parts.get("is_estimated"):
        said.append(texts("time_line.day_estimated"))
    return said


def _complaint(parts: Parts, reader: Reader) -> list[str]:
    texts = reader.texts
    said = [str(parts.get(name, "")) for name in ("cause", "severity", "channel")]
    if "claim" in parts:
        said.append(texts("time_line.claim", amount=reader.formats.money_in_full(parts["claim"])))
    if "days" in parts:
        said.append(texts("time_line.resolved_after", count=parts["days"]))
    return [*said, texts("time_line.complaint", number=parts["complaint_id"])]


def _answers(parts: Parts, reader: Reader) -> list[str]:
    if "score" not in parts:
        return []
    score = reader.formats.decimal(parts["score"], 0 if float(parts["score"]).is_integer() else 1)
    if "highest" not in parts:
        return [reader.texts("time_line.lowest_score", label=parts["label"], score=score)]
    highest = reader.formats.decimal(parts["highest"], 0)
    return [reader.texts("time_line.lowest_score_of", label=parts["label"], score=score, highest=highest)]


def _cost(parts: Parts, reader: Reader) -> str:
    if "cost" not in parts:
        return ""
    return reader.texts("time_line.cost", amount=reader.formats.money_in_full(parts["cost"]))


_SAYING: Final[Mapping[str, Callable[[Parts, Reader], list[str]]]] = {
    "contract_start": _contract,
    "contract_end": _contract,
    "contact": _contact,
    "rescue": _rescue,
    "exit": _exit,
    "complaint": _complaint,
    "complaint_resolved": _complaint,
    "answers": _answers,
}
