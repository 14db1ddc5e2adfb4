"""Where is a likelihood highest, and how sharply does it fall off around that place?

Newton's method on logarithms of parameters, with exact first and second derivatives. Directions in
which the likelihood curves upwards are walked up, steps are limited, and a step that doesn't
climb is halved: so the start may be poor. Source: Nocedal & Wright (2006), ch. 3.4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONGEST_STEP = 1.5
BOUND = 16.0
"""Logarithms of parameters stay within ± this; what runs there has run to its boundary."""
_GAIN = 1e-5
_ROUNDS = 100
_HALVINGS = 12
# A direction flatter than this a unit of the logarithm says nothing.
_FLATTEST = 1e-6


@dataclass(frozen=True)
class Curve:
    """A function's value, gradient (k,) and second derivatives (k, k) at a point."""

    value: float
    gradient: Floats
    hessian: Floats

    def __add__(self, other: Curve) -> Curve:
        """Return the curve of a sum."""
        return Curve(self.value + other.value, self.gradient + other.gradient, self.hessian + other.hessian)

    def in_logarithms(self, parameters: Floats, positive: int) -> Curve:
        """Return the curve as a function of the logarithms of the first ``positive`` parameters."""
        scale = np.ones(len(parameters))
        scale[:positive] = parameters[:positive]
        hessian = self.hessian * np.outer(scale, scale)
        gradient = self.gradient * scale
        hessian[np.arange(positive), np.arange(positive)] += gradient[:positive]
        return Curve(self.value, gradient, hessian)


Objective = Callable[[Floats], Curve]


@dataclass(frozen=True)
class Maximum:
    """The highest point found; ``covariance`` is the inverse of the curvature there.

    ``is_at_boundary`` says where a parameter ran off to 0 or infinity, shape (k,).
    """

    point: Floats
    value: float
    covariance: Floats
    is_converged: bool

    @property
    def is_at_boundary(self) -> NDArray[np.bool_]:
        """Which logarithms of parameters have run off."""
        return np.abs(self.point) > BOUND - 1.0


def maximise(objective: Objective, start: Floats) -> Maximum:
    """Return the maximum of a smooth function, climbed from ``start``.

    Within a predicted gain of 1e-5 the last step is taken unmeasured: Newton's error is then
    far smaller still.
    """
    point = np.clip(start, -BOUND, BOUND)
    here = objective(point)
    for _ in range(_ROUNDS):
        step = _uphill(here)
        gain = 0.5 * float(here.gradient @ step)
        if gain < _GAIN:
            return Maximum(
                np.clip(point + step, -BOUND, BOUND), here.value + gain, _covariance(here.hessian), True
            )
        point, here, climbed = _climb(objective, point, here, step)
        if not climbed:
            break
    return Maximum(point, here.value, _covariance(here.hessian), False)


def numeric_curve(function: Callable[[Floats], float], step: float = 1e-3) -> Objective:
    """Return an objective by central differences, for likelihoods that cost next to nothing.

    The error of the derivatives is of the order of ``step`` squared.
    """

    def curve(point: Floats) -> Curve:
        size = len(point)
        moves = np.eye(size) * step
        value = function(point)
        up = np.array([function(point + move) for move in moves])
        down = np.array([function(point - move) for move in moves])
        hessian = np.diag((up - 2.0 * value + down) / step**2)
        for i in range(size):
            for j in range(i):
                both = function(point + moves[i] + moves[j]) + function(point - moves[i] - moves[j])
                mixed = both - up[i] - up[j] - down[i] - down[j] + 2.0 * value
                hessian[i, j] = hessian[j, i] = mixed / (2.0 * step**2)
        return Curve(value, (up - down) / (2.0 * step), hessian)

    return curve


def _uphill(here: Curve) -> Floats:
    bend, axes = np.linalg.eigh(-here.hessian)
    along = axes.T @ here.gradient
    step: Floats = axes @ (along / np.maximum(np.abs(bend), _FLATTEST))
    longest = float(np.abs(step).max(initial=0.0))
    return step if longest <= LONGEST_STEP else step * (LONGEST_STEP / longest)


def _climb(objective: Objective, point: Floats, here: Curve, step: Floats) -> tuple[Floats, Curve, bool]:
    for _ in range(_HALVINGS):
        ahead = np.clip(point + step, -BOUND, BOUND)
        there = objective(ahead)
        if there.value > here.value:
            return ahead, there, True
        step = step / 2.0
    return point, here, False


def _covariance(hessian: Floats) -> Floats:
    """Return the inverse curvature; flat directions get a large variance instead of none."""
    bend, axes = np.linalg.eigh(-hessian)
    covariance: Floats = (axes / np.maximum(bend, 1e-4)) @ axes.T
    return covariance
