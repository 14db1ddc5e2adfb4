"""Which number does a cell mean, exactly, and when does its decimal sign have to be asked?

``1,234`` is one thousand two hundred and thirty-four, or a little more than one. A value of the
same column that allows one reading only (``12,50``, ``1,234.50``) settles it; otherwise it is asked.
Numbers are exact decimals from the cell to the sum: no binary fraction on the way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.errors import FileRefusedError
from data.importing.exact import MOST_DIGITS, Exact
from data.importing.problems import Mask, as_mask
from data.importing.questions import Choice, Question

SIGNS = {"point": ".", "comma": ","}
MOST_DECIMALS = 18
_GROUP = r"'’ "
_PATTERNS = {
    "point": rf"^(?:\d+|[1-9]\d{{0,2}}(?:[,{_GROUP}]\d{{3}})+|[1-9]\d?(?:,\d{{2}})+,\d{{3}})?(?:\.\d*)?$",
    "comma": rf"^(?:\d+|[1-9]\d{{0,2}}(?:[.{_GROUP}]\d{{3}})+)?(?:,\d*)?$",
}
_PARTS = (
    r"^(?P<open>\()?\s*(?P<before>[+-])?\s*(?P<currency>[^\d\s().,'’+-]{1,4}\$?)?\s*(?P<after>[+-])?\s*"
    r"(?P<number>\d[\d.,'’ ]*|[.,]\d+)(?P<unit>[^\d\s().,'’+-]{1,4})?\s*(?P<behind>-)?\s*(?P<close>\))?$"
)
# What people write for a currency; a sign that several currencies share fits each of them.
_CURRENCY_SIGNS = {
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("CNY", "JPY"),
    "元": ("CNY", "TWD", "HKD"),
    "圆": ("CNY",),
    "円": ("JPY",),
    "RMB": ("CNY",),
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "US$": ("USD",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "A$": ("AUD",),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "zł": ("PLN",),
    "kr": ("SEK", "NOK", "DKK"),
    "Fr.": ("CHF",),
    "R$": ("BRL",),
}
_CURRENCY_CODES = {code for codes in _CURRENCY_SIGNS.values() for code in codes}


@dataclass(frozen=True)
class NumberTexts:
    """A column's cells as codes into different texts, taken apart; null where a cell is no number.

    ``texts`` are the cells as written; ``numbers`` the digits with their signs between, ``negative``
    and ``currency`` what stood around them.
    """

    codes: NDArray[np.int64]
    texts: pa.StringArray
    numbers: pa.StringArray
    negative: Mask
    currency: tuple[str, ...]
    fits: dict[str, Mask]

    @property
    def is_doubtful(self) -> Mask:
        """Return which of the texts mean one number with a point and another with a comma."""
        has_sign = as_mask(pc.match_substring_regex(self.numbers, "[.,]"))
        return self.fits["point"] & self.fits["comma"] & has_sign


@dataclass(frozen=True)
class Numbers:
    """Exact numbers of a column and, where there is none, the reason."""

    exact: Exact
    is_missing: Mask
    is_other_currency: Mask

    @property
    def is_unreadable(self) -> Mask:
        """Return where something stands that is no number."""
        return self.exact.rows_where(self.exact.different.is_null()) & ~self.is_missing


def number_texts(cells: pa.DictionaryArray) -> NumberTexts:
    """Return the cells of a column taken apart into number, sign and currency."""
    texts = pc.utf8_trim_whitespace(plain_width(cells.dictionary))
    parts = pc.extract_regex(texts, _PARTS)

    def part(name: str) -> pa.StringArray:
        return pc.fill_null(pc.struct_field(parts, name), "")

    minus = [pc.equal(part(name), "-") for name in ("before", "after", "behind")]
    signs = np.sum([as_mask(cell) for cell in minus], axis=0)
    opened, closed = as_mask(pc.equal(part("open"), "(")), as_mask(pc.equal(part("close"), ")"))
    numbers = pc.utf8_trim_whitespace(part("number"))
    is_whole = (opened == closed) & (signs + opened <= 1) & as_mask(pc.not_equal(numbers, ""))
    fits = {
        sign: as_mask(pc.match_substring_regex(numbers, pattern)) & is_whole
        for sign, pattern in _PATTERNS.items()
    }
    return NumberTexts(
        codes=cells.indices.to_numpy(zero_copy_only=False),
        texts=texts,
        numbers=numbers,
        negative=(signs > 0) | opened,
        currency=tuple(_currency_parts(part("currency"), part("unit"))),
        fits=fits,
    )


def refuse_several_currencies(columns: Mapping[str, NumberTexts]) -> None:
    """Refuse a column whose amounts are in several currencies: no sum of them means anything.

    Raises
    ------
    FileRefusedError
        They are; a sign that several currencies share fits each of them.
    """
    for heading, found in columns.items():
        named = {text: one for text in set(found.currency) if (one := _currencies(text))}
        if named and not set.intersection(*named.values()):
            signs = ", ".join(sorted(named))
            raise FileRefusedError("import.refused.several_currencies", column=heading, signs=signs)


def number_question(columns: dict[str, NumberTexts]) -> tuple[Question | None, dict[str, str]]:
    """Return what has to be asked about the decimal sign, and the sign of each column settled.

    Columns by heading. A column without any sign between digits is settled either way.
    """
    settled: dict[str, str] = {}
    unsettled: dict[str, tuple[str, ...]] = {}
    contradicting = False
    for heading, found in columns.items():
        point, comma = found.fits["point"], found.fits["comma"]
        says_point, says_comma = bool((point & ~comma).any()), bool((comma & ~point).any())
        doubtful = found.is_doubtful
        if says_point != says_comma:
            settled[heading] = "point" if says_point else "comma"
        elif says_point or doubtful.any():
            contradicting |= says_point
            where = doubtful if doubtful.any() else point ^ comma
            unsettled[heading] = tuple(found.numbers.filter(pa.array(where)).to_pylist()[:3])
        else:
            settled[heading] = "point"
    if not unsettled:
        return None, settled
    heading = next(iter(unsettled))
    choices = tuple(
        Choice(sign, tuple(_as_read(text, sign) for text in unsettled[heading])) for sign in SIGNS
    )
    subject = "decimal_sign_contradicting" if contradicting else "decimal_sign"
    return Question("decimal_sign", choices, subject, heading), settled


def numbers(found: NumberTexts, sign: str, currency: str = "") -> Numbers:
    """Return the numbers of a column read with a decimal sign; with ``currency``, in that one alone."""
    grouping = rf"[{',' if sign == 'point' else '.'}{_GROUP}]"
    plain = pc.replace_substring(pc.replace_substring_regex(found.numbers, grouping, ""), SIGNS[sign], ".")
    measured = rf"^0*\d{{0,{MOST_DIGITS}}}(\.\d{{0,{MOST_DECIMALS}}})?$"
    is_number = found.fits[sign] & as_mask(pc.match_substring_regex(plain, measured))
    other = np.array([_is_other(text, currency) for text in found.currency], dtype=bool) & is_number
    signed = pc.binary_join_element_wise(pa.array(np.where(found.negative, "-", "")), plain, "")
    usable = pc.if_else(pa.array(is_number & ~other), signed, pa.scalar(None, pa.string()))
    missing = as_mask(pc.equal(found.texts, ""))
    return Numbers(Exact(_exact(usable), found.codes), missing[found.codes], other[found.codes])


def _exact(texts: pa.StringArray) -> pa.Array:
    decimals = pc.utf8_length(pc.replace_substring_regex(texts, r"^[^.]*\.?", ""))
    scale = pc.max(decimals).as_py() or 0
    # Neither "5." nor ".5" can be cast; "5.0" and "0.5" can.
    complete = pc.replace_substring_regex(pc.replace_substring_regex(texts, r"\.$", ""), r"^(-?)\.", r"\10.")
    return complete.cast(pa.decimal128(37, scale))


def plain_width(cells: pa.StringArray) -> pa.StringArray:
    """Return cells with full-width digits, special spaces and dashes as plain ones."""
    if pc.all(pc.string_is_ascii(cells)).as_py() in {True, None}:
        return cells
    return pa.array([_plain(text) for text in cells.to_pylist()], pa.string())


def _plain(text: str) -> str:
    return (
        text
        if text.isascii()
        else unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2013", "-")
    )


def _currency_parts(before: pa.StringArray, behind: pa.StringArray) -> list[str]:
    both = pc.binary_join_element_wise(before, behind, "")
    if pc.all(pc.equal(both, "")).as_py():
        return [""] * len(both)
    return [text.strip() for text in both.to_pylist()]


def _is_other(text: str, currency: str) -> bool:
    """Whether what stands at a number isn't the currency (a number of pieces has none)."""
    return bool(text) and currency not in (_currencies(text) or {text.upper()})


def _currencies(text: str) -> set[str]:
    """Return the currencies that a sign or code stands for, none where it is something else."""
    known = _CURRENCY_SIGNS.get(text) or _CURRENCY_SIGNS.get(text.upper())
    if known:
        return set(known)
    return {text.upper()} if text.upper() in _CURRENCY_CODES else set()


def _as_read(text: str, sign: str) -> str:
    group = "," if sign == "point" else "."
    plain = re.sub(rf"[{re.escape(group)}{_GROUP}]", "", text).replace(SIGNS[sign], ".")
    try:
        return f"{text} → {Decimal(plain)}"
    except ArithmeticError:
        return f"{text} → ?"
