"""What is the logistic hazard of leaving, month by month, and how sure is each of its coefficients?

``logit h_ik = a(months since possible) + c(contract's age) + x_i b + fresh_ik x_i d``, penalised by a
ridge: b is what a fact weighs lastingly, d what more it weighs while it is fresh. Newton's method works
on sums over a customer's months, so that no table of customers x months is ever made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.churn.lead_months import LeadMonths

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Matrix = NDArray[np.float32]

_STEPS, _TOLERANCE, _CHUNK = 25, 1e-6, 10_000
_NEAR, _LONGEST_STEP = 1e-3, 5.0
_RIDGE_OF_TIME, _RIDGE_OF_AGE = 0.01, 2.0


@dataclass(frozen=True)
class Followed:
    """Rows to learn from: matrix, months ahead, when and whether they left, weight, and whose they are."""

    matrix: Matrix
    leads: LeadMonths
    duration_months: Ints
    churned: NDArray[np.bool_]
    weights: Floats
    customer: Ints


@dataclass(frozen=True)
class Coefficients:
    """The learned hazard; ``covariance`` is that of ``(lasting, fading, since, age)`` in one vector."""

    lasting: Floats
    fading: Floats
    since: Floats
    age: Floats
    covariance: Floats

    @property
    def vector(self) -> Floats:
        """Return all coefficients in the order of the covariance."""
        return np.concatenate([self.lasting, self.fading, self.since, self.age])


@dataclass(frozen=True)
class _Sums:
    """Sums over the months of each row, of residuals (y - h) and of weights h (1 - h), times its weight.

    ``*_steps`` are row x step: first the steps of time, then those of the contract's age; of weights
    once as they are and once times freshness. ``crossed`` is step x step.
    """

    likelihood: float
    residual: Floats
    residual_fresh: Floats
    residual_steps: Matrix
    weight: Floats
    weight_fresh: Floats
    weight_fresh_fresh: Floats
    weight_steps: Matrix
    weight_fresh_steps: Matrix
    crossed: Floats


def fit_logistic(
    rows: Followed, ridge: float, has_covariance: bool = True, start: Coefficients | None = None
) -> Coefficients:
    """Return the most likely coefficients under a ridge, with a covariance robust to repeated customers.

    Without a covariance, which takes a third of the time, it is NaN. ``start`` only saves steps.

    Source: Allison (1982), Sociological Methodology 13, eq. 14-20, for the discrete-time hazard;
    Liang & Zeger (1986), Biometrika 73, for the covariance, a customer's rows being one cluster.
    """
    penalty, center = _ridge(rows, ridge)
    vector, gain = center if start is None else start.vector, np.inf
    sums = _sums(rows, vector)
    for _ in range(_STEPS):
        gradient = _gradient(rows, sums) - penalty * (vector - center)
        before = sums.likelihood - 0.5 * float(penalty @ (vector - center) ** 2)
        # Near the top the curvature hardly changes, and taking it anew is most of a step's time.
        if has_covariance or not gain < _NEAR * abs(before):
            curvature = _hessian(rows, sums) + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        # Where nobody left in a step of time, nothing but the ridge would stop it from running off.
        step *= min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), _LONGEST_STEP))
        for _ in range(_STEPS):
            sums = _sums(rows, vector + step)
            gain = sums.likelihood - 0.5 * float(penalty @ (vector + step - center) ** 2) - before
            if gain >= -_TOLERANCE * abs(before):
                break
            step *= 0.5
        vector = vector + step
        if abs(gain) < _TOLERANCE * max(abs(before), 1.0):
            break
    covariance = np.full((len(vector), len(vector)), np.nan)
    if has_covariance:
        inverse = np.linalg.inv(_hessian(rows, sums) + np.diag(penalty))
        # With the penalty in the middle it allows for what the ridge shrinks away (Nychka 1988, JASA 83).
        covariance = inverse @ (_meat(rows, sums) + np.diag(penalty)) @ inverse
    width = rows.matrix.shape[1]
    lasting, fading, since, age = np.split(vector, np.cumsum([width, width, rows.leads.since_steps]))
    return Coefficients(lasting, fading, since, age, covariance)


@dataclass(frozen=True)
class Ahead:
    """Rows to look ahead for: matrix, months ahead, for how many, and how many of them were observed."""

    matrix: Matrix
    leads: LeadMonths
    months: int
    observed_months: int


def hazards(found: Coefficients, ahead: Ahead) -> Floats:
    """Return the chance to leave in each month ahead of who is still there; shape (rows, months).

    Beyond the observed months the last one's hazard goes on.
    """
    lasting, fading = ahead.matrix @ found.lasting, ahead.matrix @ found.fading
    every = np.arange(len(ahead.matrix))
    made = np.zeros((len(ahead.matrix), ahead.months))
    for month in range(1, ahead.months + 1):
        since, age, fresh = ahead.leads.steps(ahead.leads.frozen(month, ahead.observed_months), every)
        logit = lasting + fresh * fading + found.since[since] + found.age[age]
        made[:, month - 1] = np.where(month >= ahead.leads.entry_month, expit(logit), 0.0)
    return made


def drawn_coefficients(found: Coefficients, draws: int, rng: Generator) -> list[Coefficients]:
    """Return so many coefficients from their normal distribution, in pairs of opposite sign about the best.

    None where they were fitted without a covariance.
    """
    if not np.isfinite(found.covariance).all():
        return []
    spread, axes = np.linalg.eigh(found.covariance)
    moves = (rng.standard_normal((draws // 2, len(spread))) * np.sqrt(np.maximum(spread, 0.0))) @ axes.T
    ends = np.cumsum([len(found.lasting), len(found.fading), len(found.since)])
    drawn = []
    for move in moves:
        for sign in (1.0, -1.0):
            lasting, fading, since, age = np.split(found.vector + sign * move, ends)
            drawn.append(Coefficients(lasting, fading, since, age, found.covariance))
    return drawn


def relative_errors(found: Coefficients, ahead: Ahead) -> Floats:
    """Return the standard error of the logarithm of the cumulative hazard over the months ahead.

    Delta method: the gradient of ``-log S`` by the coefficients is the sum of ``h_k`` times what each
    coefficient is multiplied by in month k. NaN where leaving isn't possible by then.
    """
    chance, leads, size = hazards(found, ahead), ahead.leads, len(ahead.matrix)
    every, fresh_sum = np.arange(size), np.zeros(size)
    steps = np.zeros((size, leads.since_steps + leads.age_steps))
    for month in range(1, ahead.months + 1):
        since, age, fresh = leads.steps(leads.frozen(month, ahead.observed_months), every)
        own = chance[:, month - 1]
        fresh_sum += own * fresh
        steps[every, since] += own
        steps[every, leads.since_steps + age] += own
    total = chance.sum(axis=1)
    cumulative = -np.log1p(-np.minimum(chance, 1.0 - 1e-12)).sum(axis=1)
    error = np.full(size, np.nan)
    for chunk in _chunks(size):
        matrix = ahead.matrix[chunk]
        gradient = np.concatenate(
            [matrix * total[chunk, None], matrix * fresh_sum[chunk, None], steps[chunk]], axis=1
        )
        variance = np.maximum(np.einsum("ij,ij->i", gradient @ found.covariance, gradient), 0.0)
        possible = cumulative[chunk] > 0.0
        error[chunk][possible] = np.sqrt(variance[possible]) / cumulative[chunk][possible]
    return error


def _ridge(rows: Followed, ridge: float) -> tuple[Floats, Floats]:
    """Return the penalty of each coefficient, and the value that it is drawn to."""
    width, since = rows.matrix.shape[1], rows.leads.since_steps
    penalty = np.full(2 * width + since + rows.leads.age_steps, float(ridge))
    penalty[2 * width : 2 * width + since] = _RIDGE_OF_TIME
    penalty[2 * width + since :] = _RIDGE_OF_AGE
    months = np.maximum(rows.duration_months - rows.leads.entry_month + 1, 0)
    share = float(rows.weights @ rows.churned) / float(rows.weights @ months)
    center = np.zeros(len(penalty))
    center[2 * width : 2 * width + since] = np.log(share / (1.0 - share))
    return penalty, center


def _sums(rows: Followed, vector: Floats) -> _Sums:
    leads, size = rows.leads, len(rows.matrix)
    width, since_steps = rows.matrix.shape[1], leads.since_steps
    # In the matrix's own precision: it would be copied into another anew for each product.
    lasting, fading = (rows.matrix @ part for part in np.split(vector[: 2 * width].astype(np.float32), 2))
    by_step, steps = vector[2 * width :], since_steps + leads.age_steps
    residuals, weights = np.zeros((2, size)), np.zeros((3, size))
    stepped = np.zeros((3, size * steps), dtype=np.float32)
    crossed, likelihood = np.zeros(since_steps * leads.age_steps), 0.0
    for month in range(1, int(rows.duration_months.max(initial=0)) + 1):
        at = np.flatnonzero((leads.entry_month <= month) & (rows.duration_months >= month))
        since, age, fresh = leads.steps(month, at)
        logit = lasting[at] + fresh * fading[at] + by_step[since] + by_step[since_steps + age]
        left = rows.churned[at] & (rows.duration_months[at] == month)
        chance, own = expit(logit), rows.weights[at]
        likelihood += float(own @ (left * logit - np.logaddexp(0.0, logit)))
        residual, weight = own * (left - chance), own * chance * (1.0 - chance)
        residuals[:, at] += np.stack([residual, residual * fresh])
        weights[:, at] += np.stack([weight, weight * fresh, weight * fresh**2])
        for place in (at * steps + since, at * steps + since_steps + age):
            for sums, values in zip(stepped, (residual, weight, weight * fresh), strict=True):
                sums[place] += values
        crossed += np.bincount(since * leads.age_steps + age, weights=weight, minlength=len(crossed))
    table = crossed.reshape(since_steps, leads.age_steps)
    return _Sums(
        likelihood=likelihood,
        residual=residuals[0],
        residual_fresh=residuals[1],
        residual_steps=stepped[0].reshape(size, steps),
        weight=weights[0],
        weight_fresh=weights[1],
        weight_fresh_fresh=weights[2],
        weight_steps=stepped[1].reshape(size, steps),
        weight_fresh_steps=stepped[2].reshape(size, steps),
        crossed=np.block([[np.diag(table.sum(axis=1)), table], [table.T, np.diag(table.sum(axis=0))]]),
    )


def _gradient(rows: Followed, sums: _Sums) -> Floats:
    return np.concatenate(
        [
            sums.residual.astype(np.float32) @ rows.matrix,
            sums.residual_fresh.astype(np.float32) @ rows.matrix,
            sums.residual_steps.sum(axis=0, dtype=np.float64),
        ]
    )


def _hessian(rows: Followed, sums: _Sums) -> Floats:
    lasting, mixed, fading = (
        _crossed(rows.matrix, weight) for weight in (sums.weight, sums.weight_fresh, sums.weight_fresh_fresh)
    )
    steps, fresh_steps = rows.matrix.T @ sums.weight_steps, rows.matrix.T @ sums.weight_fresh_steps
    return np.block(
        [
            [lasting, mixed, steps],
            [mixed, fading, fresh_steps],
            [steps.T, fresh_steps.T, sums.crossed],
        ]
    ).astype(np.float64)


def _crossed(matrix: Matrix, weight: Floats) -> Matrix:
    """Return the weighted sum of the rows' outer products; of one matrix with itself half the work."""
    rooted = matrix * np.sqrt(weight).astype(np.float32)[:, None]
    return rooted.T @ rooted


def _meat(rows: Followed, sums: _Sums) -> Floats:
    """Return the sum over customers of the outer product of their scores."""
    order = np.argsort(rows.customer, kind="stable")
    owner = rows.customer[order]
    begins = np.flatnonzero(np.concatenate([[True], owner[1:] != owner[:-1]]))
    size = 2 * rows.matrix.shape[1] + sums.residual_steps.shape[1]
    meat = np.zeros((size, size))
    for chunk in _chunks(len(begins)):
        first, last = begins[chunk][0], np.append(begins, len(order))[chunk.stop]
        own = order[first:last]
        matrix = rows.matrix[own]
        scores = np.concatenate(
            [
                matrix * sums.residual[own, None].astype(np.float32),
                matrix * sums.residual_fresh[own, None].astype(np.float32),
                sums.residual_steps[own],
            ],
            axis=1,
        )
        by_customer = np.add.reduceat(scores, begins[chunk] - first, axis=0).astype(np.float64)
        meat += by_customer.T @ by_customer
    return meat


def _chunks(size: int) -> list[slice]:
    return [slice(begin, min(begin + _CHUNK, size)) for begin in range(0, size, _CHUNK)]


def expit(logit: Floats) -> Floats:
    """Return the probability of a logit, cut where a double could no longer tell it from 0 or 1."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logit, -35.0, 35.0))))
