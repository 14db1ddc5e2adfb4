"""Has a customer been silent for longer than their own rhythm explains?

A customer's gaps between purchase days are Gamma(k, λ); λ differs between customers as
Gamma(r, α); after every purchase a customer leaves for good with a chance that differs as
Beta(a, b). The company's k, r, α, a, b are those under which everything seen up to ``as_of``,
the silence of today included, is most likely. With k = 1 this is the MBG/NBD model.

Closed gaps alone would be a biased sample: at any day the long gaps are those still open, and
a method that ignores them rings too early. Leaving open silences in without the chance of
leaving would do the opposite. The customer's own gaps then sharpen λ: no outcome is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.formulas import Formula

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

SILENCE_PROBABILITY = Formula(
    name="silence_probability",
    latex=r"P(\text{gap} > t) = 1 - I_{\frac{t}{t + \alpha + s}}(k,\; r + n k)",
    origin="estimated",
)
GAP_LIMIT = Formula(
    name="gap_limit_days",
    latex=r"t^* = (\alpha + s)\,\frac{z}{1 - z}, \quad z = I^{-1}_{1 - p}(k,\; r + n k)",
    origin="estimated",
)
RHYTHM_LIKELIHOOD = Formula(
    name="rhythm_likelihood",
    latex=r"L = \frac{\Gamma(r + nk)}{\Gamma(r)\,\Gamma(k)^n}\,"
    r"\frac{\alpha^r \prod_j g_j^{k-1}}{(\alpha + s)^{r + nk}}"
    r"\cdot \frac{B(a, b + n)}{B(a, b)} \cdot \frac{a + (b + n)\,P(\text{gap} > t)}{a + b + n}",
    origin="estimated",
)

MINIMUM_OWN_GAPS = 3
MINIMUM_COMPANY_GAPS = 100
_SAMPLE = 8_000
_BOUNDS = ((-2.0, 4.0), (-4.0, 6.0), (-6.0, 6.0), (-6.0, 6.0), (-6.0, 6.0))


@dataclass(frozen=True)
class Gaps:
    """Closed gaps of customers: their number, sum of days, sum of logarithms; and the silence now."""

    count: Floats
    total: Floats
    log_total: Floats
    silence: Floats

    @classmethod
    def of(cls, summary: pd.DataFrame) -> Gaps:
        """Return the gaps of a purchase summary's customers, in its order."""
        names = ("gap_count", "gap_sum", "gap_log_sum", "days_since_last_purchase")
        return cls(*(summary[name].to_numpy(dtype=np.float64) for name in names))

    def rows(self, where: NDArray[np.bool_] | slice) -> Gaps:
        """Return the gaps of some of the customers."""
        return Gaps(self.count[where], self.total[where], self.log_total[where], self.silence[where])


@dataclass(frozen=True)
class Rhythm:
    """The company's rhythm: gap shape k, spread of rates r and α (days), chance of leaving a and b."""

    shape: float
    rate_shape: float
    rate_scale_days: float
    leaving_a: float
    leaving_b: float

    def silence_probability(self, gaps: Gaps, silence: Floats | None = None) -> Floats:
        """Return the chance that a customer who stays is silent for longer than ``silence`` days.

        Source: gamma-gamma predictive; a gap over its sum with α + s is Beta(k, r + nk).
        """
        from scipy.special import betaincc

        days = gaps.silence if silence is None else silence
        scale = self.rate_scale_days + gaps.total
        tail: Floats = betaincc(self.shape, self.rate_shape + gaps.count * self.shape, days / (days + scale))
        return tail

    def silence_days(self, gaps: Gaps, probability: float) -> Floats:
        """Return the silence in days that is exceeded with ``probability`` by a customer who stays."""
        from scipy.special import betainccinv

        z = betainccinv(self.shape, self.rate_shape + gaps.count * self.shape, probability)
        days: Floats = (self.rate_scale_days + gaps.total) * z / (1.0 - z)
        return days


def log_likelihood(rhythm: Rhythm, gaps: Gaps, tail: Floats | None = None) -> Floats:
    """Return the log-likelihood of each customer's gaps and of the silence since (``RHYTHM_LIKELIHOOD``).

    ``tail`` is the silence probability of each where it is known, which is most of the work.

    Source: Platzer & Reutterer (2016), appendix, with λ and the chance of leaving integrated out.
    """
    from scipy.special import betaln, gammaln

    k, r, alpha = rhythm.shape, rhythm.rate_shape, rhythm.rate_scale_days
    a, b, n = rhythm.leaving_a, rhythm.leaving_b, gaps.count
    bought = (
        gammaln(r + n * k)
        - gammaln(r)
        - n * gammaln(k)
        + r * np.log(alpha)
        + (k - 1.0) * gaps.log_total
        - (r + n * k) * np.log(alpha + gaps.total)
    )
    # As many stays as repeat purchases, then either gone or still in a gap at least this long.
    stayed = betaln(a, b + n) - betaln(a, b)
    longer = rhythm.silence_probability(gaps) if tail is None else tail
    since = np.log(a + (b + n) * longer) - np.log(a + b + n)
    total: Floats = bought + stayed + since
    return total


def fit_rhythm(gaps: Gaps) -> Rhythm | None:
    """Return the company's most likely rhythm, or ``None`` below ``MINIMUM_COMPANY_GAPS`` closed gaps.

    Large companies are fitted on every so-many-th of their customers (8,000 at least), in the
    order they come in: more would not change what is seen.
    """
    from scipy.optimize import minimize

    if gaps.count.sum() < MINIMUM_COMPANY_GAPS:
        return None
    mean_gap = float(gaps.total.sum() / gaps.count.sum())
    sample, weights = _distinct(gaps.rows(slice(None, None, max(1, len(gaps.count) // _SAMPLE))))

    # Slopes are taken by small steps of one parameter each: the last two leave the silences as they are.
    @lru_cache(maxsize=4)
    def tail(k: float, r: float, scale_days: float) -> Floats:
        rhythm = Rhythm(k, r, scale_days, 1.0, 1.0)
        return rhythm.silence_probability(sample)

    def loss(logs: Floats) -> float:
        rhythm = _rhythm(logs, mean_gap)
        known = tail(rhythm.shape, rhythm.rate_shape, rhythm.rate_scale_days)
        likelihood = log_likelihood(rhythm, sample, known)
        return -float(weights @ likelihood) / float(weights.sum())

    # Logarithms keep all five positive; the bounds keep a company of clockwork from running off.
    start = np.log([1.0, 1.0, 1.0, 0.5, 2.0])
    found = minimize(loss, start, method="L-BFGS-B", bounds=_BOUNDS, options={"maxiter": 200})
    return _rhythm(found.x, mean_gap)


def rhythm_columns(
    gaps: Gaps, rhythm: Rhythm | None, alarm_probability: float
) -> dict[str, NDArray[np.generic]]:
    """Return the assessment's rhythm columns; NaN and no alarm with fewer than three own gaps.

    ``gap_typical_days`` is the silence that is exceeded half of the time.
    """
    size = len(gaps.count)
    known = gaps.count >= MINIMUM_OWN_GAPS
    columns = {
        name: np.full(size, np.nan) for name in ("gap_typical_days", "gap_limit_days", "silence_probability")
    }
    if rhythm is not None and known.any():
        own = gaps.rows(known)
        columns["gap_typical_days"][known] = rhythm.silence_days(own, 0.5)
        columns["gap_limit_days"][known] = rhythm.silence_days(own, alarm_probability)
        columns["silence_probability"][known] = rhythm.silence_probability(own)
    return {**columns, "rhythm_alarm": gaps.silence > columns["gap_limit_days"]}


def _rhythm(logs: Floats, mean_gap: float) -> Rhythm:
    k, r, relative_scale, a, b = np.exp(logs)
    # α is searched relative to k and the mean gap: λ then has a mean near 1 whatever the trade.
    return Rhythm(float(k), float(r), float(relative_scale * mean_gap), float(a), float(b))


def _distinct(gaps: Gaps) -> tuple[Gaps, Floats]:
    stacked = np.column_stack([gaps.count, gaps.total, gaps.log_total, gaps.silence])
    rows, counts = np.unique(stacked, axis=0, return_counts=True)
    return Gaps(*rows.T), counts.astype(np.float64)
