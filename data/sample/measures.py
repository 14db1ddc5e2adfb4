"""Which measures did the group try on whom, and what did each truly change?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample.world import FACTORS, MONTHS, dates, month_starts

# Chance that a guest is drawn for one of the trials in a quarter, and the share then left alone.
_DRAWN_PER_QUARTER = 0.08
_HELD_OUT = 0.25
EFFECT_MONTHS = 6


@dataclass(frozen=True)
class Measure:
    """A measure and its true effect: the share of each factor's intensity that it takes away.

    A negative effect drives guests off: reminded of us, they look around.
    """

    name: str
    cost: float
    effect: tuple[float, ...]


# The effects are in the order of FACTORS.
MEASURES = (
    Measure("courtesy call", 9.0, (0.05, 0.15, 0.40, 0.50, 0.60, -0.15, 0.10, 0.0)),
    Measure("voucher", 55.0, (0.45, 0.10, 0.20, 0.10, 0.15, 0.30, 0.0, 0.0)),
    Measure("room upgrade", 32.0, (0.20, 0.10, 0.30, 0.20, 0.20, 0.25, 0.0, 0.0)),
    Measure("points bonus", 14.0, (0.20, 0.0, 0.0, -0.10, -0.10, 0.25, 0.0, 0.0)),
)


def draw_measures(rng: np.random.Generator, guests: pd.DataFrame) -> pd.DataFrame:
    """Return the trials, one row a guest and quarter drawn; a quarter of them are held out.

    Drawn by lot among all guests on file, so that the difference to the hold-outs is the
    effect and nothing else.
    """
    quarters = np.arange(MONTHS // 3)
    drawn = rng.random((len(guests), len(quarters))) < _DRAWN_PER_QUARTER
    known = guests["first_day"].to_numpy()[:, None] < month_starts()[quarters * 3][None, :]
    guest, quarter = np.nonzero(drawn & known)
    measure = rng.integers(0, len(MEASURES), size=len(guest))
    held_out = rng.random(len(guest)) < _HELD_OUT
    cost = np.array([entry.cost for entry in MEASURES])[measure]
    return pd.DataFrame(
        {
            "guest": guest,
            "month": quarter * 3,
            "measure": measure,
            "held_out": held_out,
            "cost": np.where(held_out, 0.0, cost),
        }
    )


def remaining_share(measures: pd.DataFrame, guests_count: int) -> np.ndarray:
    """Return the share of intensity that measures leave: guest x month x factor."""
    share = np.ones((guests_count, MONTHS + EFFECT_MONTHS, len(FACTORS)))
    taken = measures[~measures["held_out"]]
    effect = np.array([entry.effect for entry in MEASURES])[taken["measure"]]
    guest, month = taken["guest"].to_numpy(), taken["month"].to_numpy()
    for later in range(EFFECT_MONTHS):
        np.multiply.at(share, (guest, month + later), 1.0 - effect)
    return share[:, :MONTHS]


def measures_truth(measures: pd.DataFrame, guests: pd.DataFrame, intensities: np.ndarray) -> pd.DataFrame:
    """Return the trials with the true change in the chance of leaving within six months.

    ``effect`` is that chance without the measure less the chance with it: above 0 it keeps
    guests. Of a hold-out it is what the measure would have done.
    """
    padded = np.concatenate([intensities, np.zeros((len(intensities), EFFECT_MONTHS, len(FACTORS)))], axis=1)
    guest, month = measures["guest"].to_numpy(), measures["month"].to_numpy()
    window = month[:, None] + np.arange(EFFECT_MONTHS)[None, :]
    now = padded[guest[:, None], window].sum(axis=1)
    left = 1.0 - np.array([entry.effect for entry in MEASURES])[measures["measure"]]
    treated = ~measures["held_out"].to_numpy()[:, None]
    without, with_it = np.where(treated, now / left, now), np.where(treated, now, now * left)
    names = np.array([entry.name for entry in MEASURES])
    return pd.DataFrame(
        {
            "customer_id": guests["customer_id"].to_numpy()[guest],
            "day": dates(month_starts()[month]),
            "measure": names[measures["measure"]],
            "held_out": measures["held_out"],
            "cost": measures["cost"],
            "effect": np.exp(-with_it.sum(axis=1)) - np.exp(-without.sum(axis=1)),
        }
    )


def effects_by_factor() -> pd.DataFrame:
    """Return the true effects as the world has them: measure x factor, share of intensity taken away."""
    effects = {entry.name: entry.effect for entry in MEASURES}
    wide = pd.DataFrame(effects, index=pd.Index(FACTORS, name="factor"))
    return wide.melt(var_name="measure", value_name="effect", ignore_index=False).reset_index()
