"""Customers of a known world, so that a fit can be held against the truth."""

import numpy as np

from engine.clv import ModifiedBetaGeoNBD

Floats = np.ndarray


def bought(
    world: ModifiedBetaGeoNBD, customers: int, rng: np.random.Generator, weeks: float = 104.0
) -> tuple[Floats, Floats, Floats]:
    """x, t_x, T of customers who came at any time of so many weeks and are seen to their end."""
    return seen(world, customers, rng, weeks, 0.0)[:3]


def seen(
    world: ModifiedBetaGeoNBD, customers: int, rng: np.random.Generator, weeks: float, later: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """The same, and what they bought in the weeks ``later`` than that."""
    r, alpha, a, b = world.parameters
    age = np.round(rng.uniform(0.1 * weeks, weeks, customers) * 7) / 7
    rate, leaving = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    alive = rng.random(customers) >= leaving
    now, x, t, after = (np.zeros(customers) for _ in range(4))
    while alive.any():
        now = now + rng.exponential(1.0, customers) / rate
        alive &= now < age + later
        within = alive & (now <= age)
        x, t, after = x + within, np.where(within, now, t), after + (alive & ~within)
        alive &= rng.random(customers) >= leaving
    return x, t, age, after
