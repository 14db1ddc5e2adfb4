"""How likely are the histories seen, under given rates and chances of leaving, and how does that bend?

Derivatives are exact. What depends on the number of purchases alone is computed once a number;
the rest runs through the rows in blocks that stay in the processor's cache.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.clv.histories import Histories
from engine.clv.maximum import Curve

Floats = NDArray[np.float64]

# Small enough that the linear algebra below stays in one thread: more would wait for each other.
_BLOCK = 8_192


def plain_start(rows: Histories) -> Floats:
    """Return logarithms of plain values: λ has the mean rate, one purchase in five is the last."""
    bought = float(rows.weights @ rows.frequency)
    pace = float(rows.weights @ rows.age) / max(bought, 1.0)
    start: Floats = np.log([0.5, max(0.5 * pace, 1e-6), 0.5, 2.0])
    return start


def curve(logs: Floats, rows: Histories, late: float) -> Curve:
    """Return the log-likelihood's curve in the logarithms of r, alpha, a, b.

    Parameters
    ----------
    late
        1 where nobody leaves after the first purchase (BG/NBD), 0 where one may (MBG/NBD).
    """
    parameters = np.exp(logs)
    total = _count_terms(rows, parameters, late)
    coefficients = _leaving_terms(rows.counts[0], parameters, late)
    for at in range(0, len(rows), _BLOCK):
        place = rows.counts[2][at : at + _BLOCK]
        total += _row_terms(
            tuple(column[at : at + _BLOCK] for column in rows.columns),
            (coefficients[0][place], coefficients[1][place]),
            parameters,
        )
    return total.in_logarithms(parameters, 4)


def steady_curve(logs: Floats, rows: Histories) -> Curve:
    """Return the same where nobody ever leaves (the NBD), in the logarithms of r and alpha."""
    from scipy.special import gammaln, psi, zeta

    r, alpha = np.exp(logs)
    x, size, _ = rows.counts
    k, till = r + rows.frequency, alpha + rows.age
    late = np.log(till)
    value = size @ (gammaln(r + x) - gammaln(r) + r * np.log(alpha)) - rows.weights @ (k * late)
    gradient = [
        size @ (psi(r + x) - psi(r) + np.log(alpha)) - rows.weights @ late,
        size.sum() * r / alpha - rows.weights @ (k / till),
    ]
    mixed = size.sum() / alpha - rows.weights @ (1.0 / till)
    bends = [
        size @ (zeta(2.0, r + x) - zeta(2.0, r)),
        rows.weights @ (k / till**2) - size.sum() * r / alpha**2,
    ]
    hessian = np.array([[bends[0], mixed], [mixed, bends[1]]])
    return Curve(float(value), np.array(gradient), hessian).in_logarithms(np.array([r, alpha]), 2)


def _leaving_terms(x: Floats, parameters: Floats, late: float) -> tuple[Floats, Floats]:
    """Return, for each x, log(a / (b + x - late)) and its derivative in b; nothing for x = 0 if late."""
    _, _, a, b = parameters
    left = np.where(x >= late, b + x - late, 1.0)
    logs = np.where(x >= late, np.log(a) - np.log(left), -np.inf)
    return logs, np.where(x >= late, -1.0 / left, 0.0)


def _row_terms(rows: tuple[Floats, ...], coefficients: tuple[Floats, Floats], parameters: Floats) -> Curve:
    """Return what hangs on t_x and T: -(r + x) log(α + T) + log(1 + odds of having left)."""
    r, alpha, a, _ = parameters
    x, t, age, w = rows
    k, late = r + x, np.log(alpha + age)
    early, later = 1.0 / (alpha + t), 1.0 / (alpha + age)
    apart, between = late + np.log(early), later - early
    odds = coefficients[0] + k * apart
    small = np.exp(-np.abs(odds))
    left = np.where(odds > 0, 1.0, small) / (1.0 + small)
    value = w @ (np.maximum(odds, 0.0) + np.log1p(small) - k * late)
    slopes = np.stack([apart, k * between, np.full(len(x), 1.0 / a), coefficients[1]])
    gone = w * left
    weighted = np.concatenate([slopes * (gone * (1.0 - left)), gone[None]]) @ slopes.T
    hessian, gradient = weighted[:4], weighted[4]
    gradient[0] -= w @ late
    gradient[1] -= w @ (k * later)
    mixed = gone @ between - w @ later
    hessian[0, 1] += mixed
    hessian[1, 0] += mixed
    hessian[1, 1] += w @ (k * later**2) - gone @ (k * between * (later + early))
    hessian[2, 2] -= gone.sum() / a**2
    hessian[3, 3] += gone @ coefficients[1] ** 2
    return Curve(float(value), gradient, hessian)


def _count_terms(rows: Histories, parameters: Floats, late: float) -> Curve:
    """Return what hangs on x alone: log of B(a, b + x + 1 - late) Γ(r + x) α^r / (B(a, b) Γ(r))."""
    from scipy.special import betaln, gammaln, psi, zeta

    r, alpha, a, b = parameters
    x, size, _ = rows.counts
    stays = b + x + 1.0 - late
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, stays) - betaln(a, b)
    both = psi(a + b) - psi(a + stays)
    gradient = [
        size @ (psi(r + x) - psi(r) + np.log(alpha)),
        size.sum() * r / alpha,
        size @ both,
        size @ (both + psi(stays) - psi(b)),
    ]
    hessian = np.zeros((4, 4))
    hessian[0, 0] = size @ (zeta(2.0, r + x) - zeta(2.0, r))
    hessian[0, 1] = hessian[1, 0] = size.sum() / alpha
    hessian[1, 1] = -size.sum() * r / alpha**2
    bend = zeta(2.0, a + b) - zeta(2.0, a + stays)
    hessian[2:, 2:] = size @ bend
    hessian[3, 3] += size @ (zeta(2.0, stays) - zeta(2.0, b))
    return Curve(float(size @ value), np.array(gradient), hessian)
