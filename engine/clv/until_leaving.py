"""How many purchases does a customer make before they leave or the horizon ends?

A customer who is there buys at a rate Gamma(k, A) and leaves after a purchase with chance
Beta(a, B). The expectation holds a hypergeometric function that overflows where it stands in the
papers; here it is turned by Euler's transformation into a series of moderate terms.
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
# Where all customers leave with nearly the same chance, a is in the thousands and terms grow past all bounds.
_LARGEST_POWER = 300.0


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
    by_count = (t > 0) & ~by_series
    if by_series.any():
        some = by_series
        found[some] = _by_series(t[some], k[some], scale[some], stays[some], a)
    for row in np.flatnonzero(by_count):
        found[row] = _by_count(t[row], k[row], scale[row], a, stays[row])
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


def _by_count(t: float, k: float, scale: float, a: float, stays: float) -> float:
    """Return the sum over y of P(as many as y purchases at the rate) P(still there before the y-th)."""
    from scipy.special import betainc, betaln

    mean = k * t / scale
    most = int(mean + 12.0 * np.sqrt(mean * (1.0 + t / scale)) + 60.0)
    y = np.arange(1.0, most)
    enough = betainc(y, k, t / (scale + t))
    return float(enough @ np.exp(betaln(a, stays + y - 1.0) - betaln(a, stays)))
