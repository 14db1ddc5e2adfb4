"""What had been promised, against what was experienced, and what do the files not say of it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED
from dashboard.presenters.answer_filters import asking
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.satisfaction import Tables, gap_words
from engine.satisfaction.promises import NOTHING, PROMISE_DAYS

_PROMISES: Final = ("talk", "offer", "fee")
_OWN: Final = (NOTHING, "as_agreed", "billed_more")


@dataclass(frozen=True)
class PromisesView:
    """Expectation and experience by promise as text, and what the files leave unsaid, line by line.

    ``sentence`` tells of the promise that experience fell short of most; empty where none is known well.
    """

    sentence: str
    rows: pd.DataFrame
    labels: dict[str, str]
    caption: str
    unsaid: tuple[str, ...]


def promises_view(tables: Tables, grounds: Grounds) -> PromisesView:
    """Return what had been promised and what is not on file."""
    texts, found = grounds.reader.texts, tables("promises")
    pairs = tables("expectations")
    told = set(found["promise"]) if len(found) else set()
    unsaid = [] if len(pairs) else ["pair"]
    unsaid += ["words"] if not {"said", "agent"} <= told else []
    unsaid += [promise for promise in _PROMISES if promise not in told] if len(pairs) else []
    rows = _rows(found, grounds) if len(found) else pd.DataFrame()
    return PromisesView(
        sentence=_sentence(found, grounds) if len(found) else "",
        rows=rows,
        labels={str(name): texts(f"words.promises.{name}") for name in rows},
        caption=texts("words.promises.caption", days=PROMISE_DAYS) if len(rows) else "",
        unsaid=tuple(texts(f"words.promises.unsaid.{name}") for name in unsaid),
    )


def _rows(found: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    return pd.DataFrame(
        {
            "promise": [texts(f"words.promise.{promise}") for promise in found["promise"]],
            "group": [_group(str(group), grounds) for group in found["group"]],
            "expected": _shares(found, "expected", grounds),
            "experienced": _shares(found, "experienced", grounds),
            "gap": gap_words(found, grounds),
            "n": [formats.count(n) for n in found["n"]],
        },
        index=[
            asking(promise, str(group))
            for promise, group in zip(found["promise"], found["group"], strict=True)
        ],
    )


def _shares(found: pd.DataFrame, name: str, grounds: Grounds) -> list[str]:
    """Return shares of the scale; none from fewer answers than a figure takes."""
    known = found["gap"].notna()
    percent = grounds.reader.formats.percent
    return [percent(share, 0) if ok else UNDEFINED for share, ok in zip(found[name], known, strict=True)]


def _sentence(found: pd.DataFrame, grounds: Grounds) -> str:
    """Return which noted promise experience fell short of most, beside those of whom none is noted."""
    said = found[(found["promise"] == "said") & found["gap"].notna()].set_index("group")["gap"]
    made = said.drop(NOTHING, errors="ignore")
    if made.empty or NOTHING not in said.index:
        return ""
    signed = grounds.reader.formats.signed_percent
    words = {"group": str(made.idxmin()), "gap": signed(made.min()), "others": signed(said[NOTHING])}
    return grounds.reader.texts("words.promises.sentence", **words)


def _group(group: str, grounds: Grounds) -> str:
    return grounds.reader.texts(f"words.promise.{group}") if group in _OWN else group
