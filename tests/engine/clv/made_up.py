"""Customers of a known world, so that a fit can be held against the truth."""

import numpy as np
import pandas as pd

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


END = pd.Timestamp("2025-12-31").as_unit("s")
WORLD = {"r": 0.5, "alpha": 6.0, "a": 0.9, "b": 1.6}
SPENDING = {"p": 6.0, "q": 4.0, "v": 15.0}


def company(
    customers: int, rng: np.random.Generator, weeks: float = 156.0, later: float = 365.25 / 7
) -> tuple[pd.DataFrame, Floats, Floats]:
    """A purchase summary, and the purchases and amounts of the weeks after it; 40 % of amounts are margin."""
    world = ModifiedBetaGeoNBD().with_parameters(**WORLD)
    x, t, age, after = seen(world, customers, rng, weeks, later)
    span = np.where(x > 0, np.maximum(np.round(t * 7), 1.0), 0.0)
    whole = np.maximum(np.round(age * 7), span)
    taste = rng.gamma(SPENDING["q"], 1 / SPENDING["v"], customers)
    amount = rng.gamma(SPENDING["p"] * (x + 1)) / taste
    future = np.where(after > 0, rng.gamma(SPENDING["p"] * np.maximum(after, 1.0)), 0.0) / taste
    return summary_of(x + 1, span, whole, amount), after, future


def summary_of(purchase_days: Floats, span: Floats, age: Floats, amount: Floats) -> pd.DataFrame:
    """The columns of a purchase summary that value to come looks at; days count back from ``END``."""
    return pd.DataFrame(
        {
            "customer_id": [f"C{number:06d}" for number in range(len(span))],
            "purchase_days": purchase_days,
            "first_purchase_day": END - pd.to_timedelta(age, "D"),
            "last_purchase_day": END - pd.to_timedelta(age - span, "D"),
            "days_since_last_purchase": age - span,
            "amount_total": amount,
            "refund_amount_total": 0.0,
            "amount_12m": 0.4 * amount,
            "amount_prior_12m": 0.3 * amount,
            "refund_amount_12m": 0.0,
            "current_value": 0.4 * 0.4 * amount,
            "current_value_prior_12m": 0.4 * 0.3 * amount,
        }
    )
