"""Which simulations does a company keep, in words?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.formats import Reader
from dashboard.presenters.what_if_titles import title_words

_KNOWN = ("value", "low", "high")


@dataclass(frozen=True)
class SavedView:
    """One kept simulation: its title, and a line that says what it found, of which day, when."""

    title: str
    line: str


def saved_view(
    name: str,
    number: int,
    kind: str,
    days: tuple[dt.date, dt.date],
    net: Mapping[str, float | None],
    reader: Reader,
) -> SavedView:
    """Return the words for a kept simulation; ``days`` are its as-of date and the day it was made."""
    texts, money = reader.texts, reader.formats.money
    parts = [texts(f"whatif.saved.kind.{kind}")] if kind != "answer" else []
    value, low, high = (net.get(one) for one in _KNOWN)
    if kind == "answer" and value is not None and low is not None and high is not None:
        parts.append(
            texts("whatif.saved.net", value=money(value), low=money(low), high=money(high)),
        )
    parts.append(texts("whatif.saved.days", as_of=days[0], made=days[1]))
    return SavedView(title_words(name, number, texts), "  ·  ".join(parts))
