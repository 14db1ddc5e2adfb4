"""By which traits is a group called, so that its name says who is in it?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

TRAIT_WORDS: dict[str, tuple[str, str]] = {
    "current_value": ("value_high", "value_low"),
    "purchase_days_12m": ("often", "seldom"),
    "days_since_last_purchase": ("silent", "recent"),
    "monetary_value": ("large_baskets", "small_baskets"),
    "age_weeks": ("long_known", "new"),
    "refund_share": ("refunds", "no_refunds"),
}
"""What a group far above and far below the others in a trait is called; a name keeps this order."""

MIDDLING = "middling"
_FIRST_WORDS = 2
_TELLING = 0.3


def cluster_codes(scaled: Floats, groups: Labels, names: Sequence[str]) -> tuple[str, ...]:
    """Return a code for each group, made of the words for its most telling traits: ``often-value_high``.

    Two words at least where two traits differ by 0.3 standard deviations or more from everybody
    else's, more where two groups would be called the same; a number is the last resort.
    """
    words = [_words(row, names) for row in standardised_differences(scaled, groups)]
    taken = [_FIRST_WORDS] * len(words)
    codes = [_joined(row[:most]) for row, most in zip(words, taken, strict=True)]
    for _ in range(len(names)):
        shared = [number for number, code in enumerate(codes) if codes.count(code) > 1]
        for number in shared:
            taken[number] += 1
        codes = [_joined(row[:most]) for row, most in zip(words, taken, strict=True)]
    return tuple(
        code if code not in codes[:number] else f"{code}-{codes[:number].count(code) + 1}"
        for number, code in enumerate(codes)
    )


def standardised_differences(values: Floats, groups: Labels) -> Floats:
    """Return how far each group's mean lies from everybody else's, in their common standard deviations.

    ``values`` has shape (n, traits), ``groups`` numbers from 0; shape (groups, traits). NaN values
    are left out; NaN where a group or the rest is empty or nothing varies.

    Source: Cohen (1988), Statistical Power Analysis, eq. 2.5.1 (pooled).
    """
    count = int(groups.max()) + 1
    rows = np.arange(count)[:, None] == groups[None, :]
    known = np.where(np.isnan(values), 0.0, values)
    is_known = (~np.isnan(values)).astype(np.float64)
    n = rows.astype(np.float64) @ is_known
    sums, squares = rows.astype(np.float64) @ known, rows.astype(np.float64) @ (known**2)
    others, other_sums, other_squares = n.sum(0) - n, sums.sum(0) - sums, squares.sum(0) - squares
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, other = sums / n, other_sums / others
        within = squares - n * mean**2 + other_squares - others * other**2
        spread = np.sqrt(np.maximum(within, 0.0) / (n + others - 2.0))
        differences: Floats = np.where(spread > 0, (mean - other) / spread, np.nan)
    return differences


def _words(differences: Floats, names: Sequence[str]) -> list[str]:
    order = np.argsort(-np.abs(np.nan_to_num(differences)), kind="stable")
    telling = [at for at in order if abs(np.nan_to_num(differences)[at]) >= _TELLING]
    return [TRAIT_WORDS[names[at]][0 if differences[at] > 0 else 1] for at in telling]


def _joined(words: Sequence[str]) -> str:
    order = [word for pair in TRAIT_WORDS.values() for word in pair]
    return "-".join(sorted(words, key=order.index)) or MIDDLING
