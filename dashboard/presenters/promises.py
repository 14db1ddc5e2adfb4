"""What had been promised, against what was experienced, and what do the files not say of it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.presenters.answer_filters import asking
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.satisfaction import Tables, gap_words
from engine.satisfaction.promises import NOTHING, PROMISE_DAYS

_PROMISES: Final = ("talk", "offer", "fee")
_OWN: Final = (NOTHING, "as_agreed", "billed_more")


@dataclass(frozen=True)
class PromisesView:
    """Expectation and experience by promise as text, and what the files leave unsaid, line by line."""

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
            "expected": [formats.percent(share, 0) for share in found["expected"]],
            "experienced": [formats.percent(share, 0) for share in found["experienced"]],
            "gap": gap_words(found, grounds),
            "n": [formats.count(n) for n in found["n"]],
        },
        index=[
            asking(promise, str(group))
            for promise, group in zip(found["promise"], found["group"], strict=True)
        ],
    )


def _group(group: str, grounds: Grounds) -> str:
    return grounds.reader.texts(f"words.promise.{group}") if group in _OWN else group
