"""How is a number, an amount or a day written for this reader?

Shares are 0-1 everywhere else; only here do they become percentages. What is not
defined is written as an en dash, never as 0.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

from dashboard.i18n.texts import Texts

UNDEFINED = "–"
_COMPACT_FROM = 100_000
_BLANKS = "\t\n\u00a0\u3000"
# Writing a number takes Babel a tenth of a millisecond, a page has hundreds, and the next rerun
# writes the same ones again.
_kept: Final = lru_cache(maxsize=20_000)
_decimal, _percent = _kept(format_decimal), _kept(format_percent)
_currency, _compact_currency = _kept(format_currency), _kept(format_compact_currency)
_date: Final = _kept(format_date)


def is_undefined(value: float | None) -> bool:
    """Whether there is no number to write."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def visible(text: str) -> str:
    """Return a text with what nobody sees written out (``⟨U+001B⟩``), so that it steers no screen.

    Control characters and marks of direction come in cells of files; a terminal would obey them.
    """
    return "".join(c if c.isprintable() or c in _BLANKS else f"⟨U+{ord(c):04X}⟩" for c in text)


@dataclass(frozen=True)
class Formats:
    """Formats of one language and one workspace currency."""

    language: str
    currency: str

    def count(self, value: float | None) -> str:
        """Return a whole number with grouping."""
        return UNDEFINED if is_undefined(value) else _decimal(round(value or 0), locale=self.language)

    def decimal(self, value: float | None, digits: int = 1) -> str:
        """Return a number with a fixed number of digits after the point."""
        if is_undefined(value):
            return UNDEFINED
        return str(
            _decimal(
                value or 0.0, format="#,##0." + "0" * digits if digits else "#,##0", locale=self.language
            )
        )

    def money(self, value: float | None) -> str:
        """Return an amount in the workspace currency: in full when small, short when large."""
        if is_undefined(value):
            return UNDEFINED
        amount = value or 0.0
        if abs(amount) >= _COMPACT_FROM:
            return self._short(amount)
        return self.money_in_full(amount, cents=abs(amount) < 100)

    def _short(self, amount: float) -> str:
        """Return an amount to three digits and a unit, as a manager says it: €162K, €3.71M, ¥371万."""
        rounded = float(f"{amount:.3g}")
        return str(_compact_currency(rounded, self.currency, locale=self.language, fraction_digits=2))

    def money_in_full(self, value: float | None, *, cents: bool = True) -> str:
        """Return an amount with all its digits."""
        if is_undefined(value):
            return UNDEFINED
        if cents:
            return _currency(value or 0.0, self.currency, locale=self.language)
        return _currency(
            round(value or 0), self.currency, format="¤#,##0", locale=self.language, currency_digits=False
        )

    def percent(self, share: float | None, digits: int = 1) -> str:
        """Return a share (0-1) as a percentage."""
        if is_undefined(share):
            return UNDEFINED
        return _percent(
            share or 0.0, format="#,##0" + ("." + "0" * digits if digits else "") + "%", locale=self.language
        )

    def signed_percent(self, share: float | None, digits: int = 1) -> str:
        """Return a change (0.05 is +5 %) with its sign."""
        if is_undefined(share):
            return UNDEFINED
        return ("+" if (share or 0) > 0 else "") + self.percent(share, digits)

    def day(self, day: dt.date | None) -> str:
        """Return a day."""
        if day is None or day != day:  # noqa: PLR0124 - pandas' NaT is the day that isn't itself
            return UNDEFINED
        return str(_date(day, "medium", locale=self.language))

    def moment(self, moment: dt.datetime | None) -> str:
        """Return a local day with its time, to the minute."""
        if moment is None or moment != moment:  # noqa: PLR0124 - NaT again
            return UNDEFINED
        return f"{self.day(moment)} {moment:%H:%M}"

    def month(self, day: dt.date) -> str:
        """Return the month of a day."""
        return str(_date(day, "MMM y" if self.language == "en" else "y年M月", locale=self.language))


@dataclass(frozen=True)
class Reader:
    """Who reads: sentences and formats, handed to every presenter.

    ``headings`` are how the files of the company looked at headed what they recorded beside the rest, by
    its name; of what is not among them the name is said.
    """

    texts: Texts
    formats: Formats
    headings: Mapping[str, str] = field(default_factory=dict, compare=False)
