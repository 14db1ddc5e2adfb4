"""Over which stretch of satisfaction does loyalty hardly rise, and how sure are its ends?

Almost any curve drawn from answers has a flat piece somewhere. A stretch counts as a zone of indifference
only where loyalty rises with satisfaction at all, and where so flat a piece is no accident of these answers
if the truth were a straight line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_LEVELS = 4
_ERROR = 0.05
_RESAMPLES = 200
_LEAST_STEPS = 2


@dataclass(frozen=True)
class Zone:
    """Where the zone begins and ends, on the scale of the scores, and between which levels either end lies.

    The ranges hold 95 % of the ends of resampled customers.
    """

    start: float
    end: float
    starts: tuple[float, float]
    ends: tuple[float, float]


@dataclass(frozen=True)
class Levels:
    """Levels of satisfaction in rising order, the customers of each and how many of these are loyal."""

    scores: Floats
    customers: Floats
    loyal: Floats

    @cached_property
    def stretches(self) -> NDArray[np.int64]:
        """Return the places of first and last level of every stretch of two steps or more but the whole."""
        last = len(self.scores) - 1
        pairs = [(a, b) for a, b in combinations(range(last + 1), 2) if b - a >= _LEAST_STEPS]
        return np.array([pair for pair in pairs if pair != (0, last)], dtype=np.int64)

    @cached_property
    def weights(self) -> tuple[Floats, Floats]:
        """Return what each level's share counts in the slope of each stretch, and in that of the whole."""
        places = np.arange(len(self.scores))
        inside = (places >= self.stretches[:, :1]) & (places <= self.stretches[:, 1:])
        return self._slope_weights(inside), self._slope_weights(np.ones((1, len(places)), dtype=np.bool_))[0]

    def _slope_weights(self, inside: NDArray[np.bool_]) -> Floats:
        count = self.customers * inside
        centred = self.scores - (count @ self.scores / count.sum(axis=1))[:, None]
        found: Floats = count * centred / (count * centred**2).sum(axis=1)[:, None]
        return found

    def flatness(self, loyal: Floats) -> Floats:
        """Return by how many errors each stretch is flatter than the straight line through all levels.

        Of a stretch that does not rise by less than half of the whole it is minus infinity. Slopes are
        least squares over customers; the shares' own variance makes the error.
        """
        shares = loyal / self.customers
        kept = (loyal + 0.5) / (self.customers + 1.0)
        variance = kept * (1.0 - kept) / self.customers
        inside, whole = self.weights
        error = np.sqrt((inside - whole) ** 2 @ variance)
        flatter = (whole @ shares - inside @ shares) / error
        return np.where(self._rises_by_less_than_half(shares), flatter, -np.inf)

    def _rises_by_less_than_half(self, shares: Floats) -> NDArray[np.bool_]:
        smooth, (start, end) = isotonic(shares, self.customers), self.stretches.T
        steep = (smooth[end] - smooth[start]) / (self.scores[end] - self.scores[start])
        found: NDArray[np.bool_] = steep < (smooth[-1] - smooth[0]) / (self.scores[-1] - self.scores[0]) / 2.0
        return found


def isotonic(shares: Floats, weights: Floats) -> Floats:
    """Return rising shares closest to the raw ones, by pooling neighbours (Barlow et al. 1972)."""
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(shares, weights=weights).x, dtype=np.float64)


def zone_of_indifference(levels: Levels, rng: np.random.Generator) -> Zone | None:
    """Return the surest flat stretch, or None where a straight line could have given any of them.

    Of all stretches the one counts that is flatter than the straight line by most errors, if that is more
    than chance gives once in twenty for as many stretches (Bonferroni). Its ends range as those of customers
    drawn anew at each level.
    """
    from scipy.special import ndtri

    if len(levels.scores) < LEAST_LEVELS:
        return None
    found = levels.flatness(levels.loyal)
    surest = int(found.argmax())
    if found[surest] <= -float(ndtri(_ERROR / len(found))):
        return None
    chance = (levels.loyal + 0.5) / (levels.customers + 1.0)
    drawn = rng.binomial(levels.customers.astype(np.int64), chance, (_RESAMPLES, len(chance)))
    flat = np.stack([levels.flatness(one.astype(np.float64)) for one in drawn])
    places = levels.stretches[[surest, *flat.argmax(axis=1)[np.isfinite(flat.max(axis=1))]]]
    start, end = levels.scores[levels.stretches[surest]].tolist()
    ranges = np.percentile(levels.scores[places], [2.5, 97.5], axis=0, method="nearest")
    (first, latest), (earliest, last) = ranges.T.tolist()
    return Zone(start, end, (min(first, start), max(latest, start)), (min(earliest, end), max(last, end)))
