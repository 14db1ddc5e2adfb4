"""How many purchases does a customer make before they leave or the horizon ends?

A customer who is there buys at a rate Gamma(k, A) and leaves after a purchase with chance
Beta(a, B). The expectation holds a hypergeometric function that overflows where it stands in the
papers; here it is turned by Euler's transformation into a series of moderate terms, or, where
customers are so alike that these aren't moderate, into a mean over the chance to leave.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_ENOUGH = 1e-14
_TERMS = 200_000
_ROUND = 32
# With k far above c the series changes sign with terms too large to cancel well.
_LARGEST_FALL = 20.0
# Where all customers leave with nearly the same chance, a is in the thousands and terms grow without
# bounds.
_LARGEST_POWER = 30.0

_POINTS = 161
_BLOCK = 1_024
_WIDEST = 1.5
_FALL = 45.0
_DEVIATIONS = 10.0
_NOTHING = -600.0


def purchases_until_leaving(horizon: ArrayLike, k: Floats, scale: Floats, a: float, stays: Floats) -> Floats:
    """Return the expected purchases within ``horizon`` of customers who haven't left, shape (n,).

    Parameters
    ----------
    k, scale
        Shape and scale (in the unit of ``horizon``) of the rate.
    a, stays
        Of the chance to leave after a purchase, Beta(a, B).

    Notes
    -----
    With z = t / (A + t), c = a + B - 1 and e = a - 1 this is
    (c / e) [1 - (1 - z)^k F(k, B; c; z)] = (c / e) [1 - (1 - z)^e F(c - k, e; c; z)],
    Abramowitz & Stegun 15.3.3; dividing by e term by term leaves nothing singular at a = 1 or c = 0.
    Source: Fader, Hardie & Lee (2005), eq. 10.
    """
    t, k, scale, stays = np.broadcast_arrays(np.asarray(horizon, dtype=np.float64), k, scale, stays)
    t, k, scale, stays = (np.atleast_1d(part).astype(np.float64) for part in (t, k, scale, stays))
    found = np.zeros(t.shape)
    fall = k - (a + stays - 1.0)
    power = (a - 1.0) * (np.log(scale + t) - np.log(scale))
    by_series = (t > 0) & (fall <= _LARGEST_FALL) & (power <= _LARGEST_POWER)
    by_chance = (t > 0) & ~by_series
    if by_series.any():
        some = by_series
        found[some] = _by_series(t[some], k[some], scale[some], stays[some], a)
    for at in np.array_split(np.flatnonzero(by_chance), np.count_nonzero(by_chance) // _BLOCK + 1):
        found[at] = _by_chance(t[at], k[at], scale[at], stays[at], a)
    return found


def _by_series(t: Floats, k: Floats, scale: Floats, stays: Floats, a: float) -> Floats:
    left = np.log(scale) - np.log(scale + t)
    e, c = a - 1.0, a + stays - 1.0
    first = -c * left if e == 0 else -c * np.expm1(e * left) / e
    rest = np.exp(e * left) * _series(t / (scale + t), c - k, e, c)
    found: Floats = first - rest
    return found


def _series(z: Floats, rise: Floats, e: float, c: Floats) -> Floats:
    """Return the sum over n ≥ 1 of (c - k)_n (e + 1)_(n-1) z^n / ((c + 1)_(n-1) n!)."""
    total, open_rows = np.zeros(len(z)), np.arange(len(z))
    term = rise * z
    for n in _rounds():
        run = np.zeros(len(open_rows))
        for m in range(n, n + _ROUND):
            run += term
            term = term * ((rise + m) * (e + m) / ((c + m) * (m + 1.0)) * z)
        total[open_rows] += run
        going = np.abs(term) > _ENOUGH * (1.0 - z) * np.maximum(np.abs(total[open_rows]), 1e-6)
        if not going.any():
            break
        open_rows, z, rise, c, term = open_rows[going], z[going], rise[going], c[going], term[going]
    return total


def _rounds() -> Iterator[int]:
    return iter(range(1, _TERMS, _ROUND))


def _by_chance(t: Floats, k: Floats, scale: Floats, stays: Floats, a: float) -> Floats:
    """Return the mean of (1 - (1 + p t / A)^-k) / p over p ~ Beta(a, B), shape (n,).

    The trapezoidal rule in x with logit(p) = log(a / B) + s sinh(x), where the density falls off
    twice exponentially. Source: Takahasi & Mori (1974); Trefethen & Weideman (2014), SIAM Review 56.
    """
    from scipy.special import betaln, expit, log_expit, polygamma

    if not len(t):
        return np.empty(0)
    step = np.minimum(np.sqrt(polygamma(1, a) + polygamma(1, stays)), _WIDEST)
    reach = np.arcsinh(_FALL / (np.minimum(a, stays) * step) + _DEVIATIONS)
    x = np.linspace(-1.0, 1.0, _POINTS) * reach[:, None]
    logit = np.log(a / stays)[:, None] + step[:, None] * np.sinh(x)
    log_p, log_stay = log_expit(logit), log_expit(-logit)
    density = a * log_p + stays[:, None] * log_stay - betaln(a, stays)[:, None]
    weight = np.exp(density) * step[:, None] * np.cosh(x)
    bought = -np.expm1(-k[:, None] * np.log1p(expit(logit) * (t / scale)[:, None]))
    # Where p vanishes, bought / p is the number wanted: k t / A.
    each = np.where(log_p > _NOTHING, bought / np.exp(np.maximum(log_p, _NOTHING)), (k * t / scale)[:, None])
    mean: Floats = (weight * each).sum(axis=1) / weight.sum(axis=1)
    return mean
