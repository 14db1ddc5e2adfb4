"""Which measures does the company offer to whom, with whom left alone, and what does each truly change?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample.telephone.world import CUSTOMER_TYPES, term_pull, type_table
from data.sample.world import FACTORS, MONTHS

EFFECT_MONTHS = 6
BINDING_MONTHS = 24
_DRAWN_PER_QUARTER = 0.35
_LEFT_ALONE = 0.30
# Offers go to whose term ends within these months, or ended.
_AHEAD = 4


@dataclass(frozen=True)
class Offer:
    """A measure and its true effect on who accepts it: the share of each factor's intensity taken away.

    ``credit`` comes off the bill a month for six months, as a share of the fee.
    """

    name: str
    contact_cost: float
    credit: float
    extra_cost: float
    effect: tuple[float, ...]


# The effects are in the order of FACTORS; an agreement binds besides.
OFFERS = (
    Offer("points binding", 1.5, 0.05, 4.0, (0.25, 0.0, 0.05, 0.0, -0.10, 0.30, 0.0, 0.0)),
    Offer("agreement binding", 6.0, 0.10, 0.0, (0.10, 0.10, 0.0, 0.0, 0.0, 0.10, 0.0, 0.0)),
    Offer("service binding", 9.0, 0.0, 18.0, (0.30, 0.45, 0.50, 0.40, 0.40, 0.45, 0.05, 0.0)),
    Offer("counter-offer", 8.0, 0.20, 0.0, (0.75, 0.10, 0.15, 0.10, 0.10, 0.80, 0.0, 0.0)),
)
AGREEMENT = 1


def nobody_drawn(count: int) -> np.ndarray:
    """Return the month of each customer's last draw: long ago for all."""
    return np.full(count, -EFFECT_MONTHS, dtype=np.int64)


def draw_offers(
    rng: np.random.Generator, kind: np.ndarray, term_end: np.ndarray, free: np.ndarray, month: int
) -> pd.DataFrame:
    """Return one quarter's offers, one row a customer drawn by lot; three in ten are left alone.

    Only who is ``free`` (a customer by then, not drawn within six months) and whose term ends
    soon or has ended is drawn. ``would_accept`` is known of everybody; of who was left alone it
    is what they would have done.
    """
    near = term_end - month <= _AHEAD
    draws = rng.random((4, len(kind)))
    chosen = np.flatnonzero(near & free & (draws[0] < _DRAWN_PER_QUARTER))
    offer = (draws[1, chosen] * len(OFFERS)).astype(np.int64)
    return pd.DataFrame(
        {
            "customer": chosen,
            "month": month,
            "offer": offer,
            "is_control": draws[2, chosen] < _LEFT_ALONE,
            "would_accept": draws[3, chosen] < type_table("accepts")[kind[chosen], offer],
            "term_end": term_end[chosen],
        }
    )


def multipliers(offers: pd.DataFrame, kind: np.ndarray) -> np.ndarray:
    """Return what an offer does to each intensity in its six months: offer x month x factor.

    Being asked reminds; accepting takes a share away; an agreement binds. Of who was left alone
    it is what the offer would have done.
    """
    own = kind[offers["customer"]]
    effect = np.array([offer.effect for offer in OFFERS])[offers["offer"]]
    accepted = offers["would_accept"].to_numpy()
    by_factor = np.where(accepted[:, None], 1.0 - effect, 1.0)
    reminded = type_table("reminded")[own]
    by_factor[:, FACTORS.index("price")] *= reminded
    by_factor[:, FACTORS.index("competition")] *= reminded
    every = np.repeat(by_factor[:, None, :], EFFECT_MONTHS, axis=1)
    later = offers["month"].to_numpy()[:, None] + np.arange(EFFECT_MONTHS)[None, :]
    free = term_pull(later - offers["term_end"].to_numpy()[:, None])
    bound = term_pull(np.full(later.shape, -BINDING_MONTHS))
    binds = accepted & (offers["offer"].to_numpy() == AGREEMENT)
    return np.where(binds[:, None, None], every * bound / free, every)


def apply_offers(intensities: np.ndarray, offers: pd.DataFrame, kind: np.ndarray) -> np.ndarray:
    """Return the intensities with the offers made; they have to be those without any offer."""
    made = offers[~offers["is_control"]]
    share = np.ones((len(intensities), MONTHS + EFFECT_MONTHS, len(FACTORS)))
    change = multipliers(made, kind)
    customer, month = made["customer"].to_numpy(), made["month"].to_numpy()
    for later in range(EFFECT_MONTHS):
        share[customer, month + later] = change[:, later]
    return np.asarray(intensities * share[:, :MONTHS])


def true_effects(offers: pd.DataFrame, kind: np.ndarray, without: np.ndarray) -> np.ndarray:
    """Return how much less likely each offer makes leaving within six months; below 0 it drives off.

    ``without`` are the intensities without any offer: nobody is drawn twice within six months.
    Months after the last day count nothing.
    """
    padded = np.concatenate([without, np.zeros((len(without), EFFECT_MONTHS, len(FACTORS)))], axis=1)
    window = offers["month"].to_numpy()[:, None] + np.arange(EFFECT_MONTHS)[None, :]
    alone = padded[offers["customer"].to_numpy()[:, None], window]
    asked = alone * multipliers(offers, kind)
    return np.asarray(np.exp(-asked.sum(axis=(1, 2))) - np.exp(-alone.sum(axis=(1, 2))))


def effects_by_type() -> pd.DataFrame:
    """Return the world's own rule: offer x kind of customer x factor, share of intensity taken away.

    ``effect_if_accepted`` and ``effect_if_declined`` leave out the binding of an agreement.
    """
    rows = [
        (offer.name, kind.name, factor, 1.0 - reminded * (1.0 - effect), 1.0 - reminded, accepts)
        for number, offer in enumerate(OFFERS)
        for kind in CUSTOMER_TYPES
        for factor, effect in zip(FACTORS, offer.effect, strict=True)
        for reminded in [kind.reminded if factor in ("price", "competition") else 1.0]
        for accepts in [kind.accepts[number]]
    ]
    columns = [
        "measure", "customer_type", "factor", "effect_if_accepted", "effect_if_declined", "acceptance_rate",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
