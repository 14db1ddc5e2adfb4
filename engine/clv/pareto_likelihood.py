"""How likely are histories where customers leave at a moment of their own, whether they buy or not?

The chance of having left since t_x is an integral over the moment of leaving. In the papers it is
a difference of two hypergeometric functions, which overflow and cancel; here it is summed over
Gauss-Legendre nodes in logarithms. With the variable log(min(α, β) + moment) the integrand has no
singularity within π of the path, so that few nodes reach machine precision. Derivatives are exact:
averages over the nodes, each weighted by how likely that moment of leaving is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.clv.histories import Histories
from engine.clv.maximum import Curve

Floats = NDArray[np.float64]

_NODES = 20
_BLOCK = 4_096
# Beyond a fall by e^-40 nothing adds to a double.
_FALL = 40.0


@dataclass(frozen=True)
class Rates:
    """Rates of buying Gamma(r, α) and of leaving Gamma(s, β); scales may differ by row, shape (n,)."""

    r: float
    alpha: Floats
    s: float
    beta: Floats

    def rows(self, where: slice) -> Rates:
        """Return the rates of some rows."""
        return Rates(self.r, self.alpha[where], self.s, self.beta[where])


@dataclass(frozen=True)
class Moments:
    """Moments of leaving (n, 21), the first "not yet"; logs of how likely each is with the history."""

    log_weight: Floats
    till_alpha: Floats
    till_beta: Floats

    @property
    def log_total(self) -> Floats:
        """The logarithm of their sum, shape (n,)."""
        top = self.log_weight.max(axis=1)
        total: Floats = top + np.log(np.exp(self.log_weight - top[:, None]).sum(axis=1))
        return total


def leaving_moments(rows: Histories, rates: Rates) -> Moments:
    """Return (α + y)^-(r + x) (β + y)^-s at y = T, and times s / (β + y) dy at nodes y in (t_x, T).

    Source: Schmittlein, Morrison & Colombo (1987), Management Science 33(1), eq. A3 before its
    integration; Fader & Hardie (2005), "A note on deriving the Pareto/NBD model", eq. 17.
    """
    least = np.minimum(rates.alpha, rates.beta)
    near, k = least + rows.recency, rates.r + rows.frequency
    span = np.log((least + rows.age) / near)
    fall = (
        k * near / (rates.alpha + rows.recency) + (rates.s + 1.0) * near / (rates.beta + rows.recency) - 1.0
    )
    span = np.minimum(span, _FALL / np.maximum(fall, 1e-3))
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    along = span[:, None] * (0.5 * (nodes + 1.0))
    moment = near[:, None] * np.exp(along)
    ends = np.column_stack([rows.age, moment - least[:, None]])
    till_alpha, till_beta = rates.alpha[:, None] + ends, rates.beta[:, None] + ends
    log_weight = -k[:, None] * np.log(till_alpha) - rates.s * np.log(till_beta)
    with np.errstate(divide="ignore"):
        width = np.log(0.5 * span)
    log_weight[:, 1:] += np.log(rates.s * weights) + width[:, None] + np.log(moment / till_beta[:, 1:])
    return Moments(log_weight, till_alpha, till_beta)


def curve(logs: Floats, rows: Histories, designs: tuple[Floats, Floats]) -> Curve:
    """Return the log-likelihood's curve in log r, log alpha, log s, log beta and the coefficients.

    Parameters
    ----------
    designs
        Of buying (n, 1 + kp) and of leaving (n, 1 + kd): a column of ones, then minus the
        covariates, so that log α_i = design @ (log α, coefficients).
    """
    bought, left = designs
    place = _Places(bought.shape[1], left.shape[1])
    size = 2 + place.bought + place.left
    total = Curve(0.0, np.zeros(size), np.zeros((size, size)))
    for at in range(0, len(rows), _BLOCK):
        part = slice(at, at + _BLOCK)
        rates = place.rates(logs, bought[part], left[part])
        some = Histories(*(column[part] for column in rows.columns))
        total += _block_curve(some, rates, (bought[part], left[part]))
    return _in_order(total + _count_curve(rows, float(np.exp(logs[0])), size), place)


@dataclass(frozen=True)
class _Places:
    """How many columns the designs of buying and of leaving have."""

    bought: int
    left: int

    def rates(self, logs: Floats, bought: Floats, left: Floats) -> Rates:
        """Return the rates by row of parameters in their outward order."""
        coefficients = np.split(logs[4:], [self.bought - 1])
        alpha = np.exp(bought @ np.concatenate([logs[1:2], coefficients[0]]))
        beta = np.exp(left @ np.concatenate([logs[3:4], coefficients[1]]))
        return Rates(float(np.exp(logs[0])), alpha, float(np.exp(logs[2])), beta)

    def order(self) -> list[int]:
        """Return where r, α, s, β and the coefficients stand among r, s, buying, leaving."""
        alphas = list(range(2, 2 + self.bought))
        betas = list(range(2 + self.bought, 2 + self.bought + self.left))
        return [0, alphas[0], 1, betas[0], *alphas[1:], *betas[1:]]


def _in_order(found: Curve, place: _Places) -> Curve:
    order = place.order()
    return Curve(found.value, found.gradient[order], found.hessian[np.ix_(order, order)])


def _count_curve(rows: Histories, r: float, size: int) -> Curve:
    """Return what hangs on x alone: log of Γ(r + x) / Γ(r), in log r."""
    from scipy.special import gammaln, psi, zeta

    x, held, _ = rows.counts
    gradient, hessian = np.zeros(size), np.zeros((size, size))
    gradient[0] = r * (held @ (psi(r + x) - psi(r)))
    hessian[0, 0] = r**2 * (held @ (zeta(2.0, r + x) - zeta(2.0, r))) + gradient[0]
    return Curve(float(held @ (gammaln(r + x) - gammaln(r))), gradient, hessian)


def _block_curve(rows: Histories, rates: Rates, designs: tuple[Floats, Floats]) -> Curve:
    """Return the curve of some rows in log r, log s, then the columns of buying and of leaving."""
    found = leaving_moments(rows, rates)
    total = found.log_total
    w = rows.weights
    value = total + rates.r * np.log(rates.alpha) + rates.s * np.log(rates.beta)
    slopes, bends = _row_curve(found, np.exp(found.log_weight - total[:, None]), rows, rates)
    parts = (np.ones((len(w), 1)), np.ones((len(w), 1)), *designs)
    edges = np.cumsum([0, *(part.shape[1] for part in parts)])
    gradient, hessian = np.zeros(edges[-1]), np.zeros((edges[-1], edges[-1]))
    for i, one in enumerate(parts):
        gradient[edges[i] : edges[i + 1]] = one.T @ (w * slopes[i])
        for j, other in enumerate(parts):
            hessian[edges[i] : edges[i + 1], edges[j] : edges[j + 1]] = one.T @ (
                other * (w * bends[i, j])[:, None]
            )
    return Curve(float(w @ value), gradient, hessian)


def _row_curve(found: Moments, share: Floats, rows: Histories, rates: Rates) -> tuple[Floats, Floats]:
    """Return each row's slopes (4, n) and bends (4, 4, n) in log r, log s, log α_i, log β_i."""
    r, s = rates.r, rates.s
    k = (r + rows.frequency)[:, None]
    # How often β + y stands below the line: s if still there, s + 1 if gone.
    gone = np.ones(share.shape[1])
    gone[0] = 0.0
    by_alpha, by_beta = rates.alpha[:, None] / found.till_alpha, rates.beta[:, None] / found.till_beta
    at_node = (
        r * (np.log(rates.alpha)[:, None] - np.log(found.till_alpha)),
        gone + s * (np.log(rates.beta)[:, None] - np.log(found.till_beta)),
        r - k * by_alpha,
        s - (s + gone) * by_beta,
    )
    slopes = np.stack([(share * part).sum(axis=1) for part in at_node])
    bends = np.empty((4, 4, len(slopes[0])))
    for i in range(4):
        for j in range(i + 1):
            mixed = (share * at_node[i] * at_node[j]).sum(axis=1) - slopes[i] * slopes[j]
            bends[i, j] = bends[j, i] = mixed
    alpha_r = (share * (r - r * by_alpha)).sum(axis=1)
    beta_s = (share * (s - s * by_beta)).sum(axis=1)
    for i, j, extra in (
        (0, 0, (share * at_node[0]).sum(axis=1)),
        (1, 1, (share * (at_node[1] - gone)).sum(axis=1)),
        (2, 2, -(share * k * by_alpha * (1.0 - by_alpha)).sum(axis=1)),
        (3, 3, -(share * (s + gone) * by_beta * (1.0 - by_beta)).sum(axis=1)),
    ):
        bends[i, j] += extra
    bends[0, 2] += alpha_r
    bends[2, 0] += alpha_r
    bends[1, 3] += beta_s
    bends[3, 1] += beta_s
    return slopes, bends
