"""How strong is each guest's pull to leave, month by month, who leaves when and why, and who returns?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.failures import added_intensity
from data.sample.measures import remaining_share
from data.sample.world import DAYS, FACTORS, HOUSES, MONTHS, dates, month_of, month_starts, table

# Tenure in months at which the pull to leave changes, and by what it is multiplied up to there.
_TENURE_ENDS = np.array([6, 12, 24])
_TENURE_PULL = np.array([1.7, 1.2, 1.0, 0.7])
_PRICE_RISE, _PRICE_RISE_MONTHS = 5.0, 4
_RIVAL, _RIVAL_MONTHS = 6.0, 8
# Chance to return by factor, once; and how much stronger the pull is the second time.
_RETURNS = np.array([0.16, 0.14, 0.09, 0.10, 0.06, 0.30, 0.02, 0.05])
_SECOND_TIME = 1.5
_SECOND_CAUSE = 0.36


def leaving_intensities(guests: pd.DataFrame, failures: pd.DataFrame, measures: pd.DataFrame) -> np.ndarray:
    """Return the true monthly intensities of leaving for a first spell: guest x month x factor.

    The kind's own pull by tenure and frailty, raised by a price rise or a rival at the usual
    house, plus what failures add, less what measures take away.
    """
    count = len(guests)
    kind, home = guests["kind"].to_numpy(), guests["home_house"].to_numpy()
    base = np.repeat(table("leaving")[kind][:, None, :], MONTHS, axis=1)
    base *= _tenure_pull(guests)[:, :, None] * guests["frailty"].to_numpy()[:, None, None]
    months = np.arange(MONTHS)
    rises = np.array([house.price_rise_month for house in HOUSES])[:, None]
    rivals = np.array([house.rival_month for house in HOUSES])[:, None]
    risen = (months >= rises) & (months < rises + _PRICE_RISE_MONTHS)
    opened = (months >= rivals) & (months < rivals + _RIVAL_MONTHS)
    base[:, :, FACTORS.index("price")] *= np.where(risen, _PRICE_RISE, 1.0)[home]
    base[:, :, FACTORS.index("competition")] *= np.where(opened, _RIVAL, 1.0)[home]
    frailty = guests["frailty"].to_numpy()[:, None, None]
    return np.asarray((base + added_intensity(failures, count) * frailty) * remaining_share(measures, count))


def _tenure_pull(guests: pd.DataFrame) -> np.ndarray:
    began = (guests["first_day"] - guests["known_days_before"]).to_numpy() / 30.4
    tenure = np.arange(MONTHS)[None, :] - began[:, None]
    return np.asarray(_TENURE_PULL[np.searchsorted(_TENURE_ENDS, tenure, side="right")])


def draw_spells(rng: np.random.Generator, guests: pd.DataFrame, intensities: np.ndarray) -> pd.DataFrame:
    """Return who was a customer from when to when: one row a spell, at most two a guest.

    ``to_day`` is the last day as a customer; ``factor`` and ``second_factor`` are -1 where
    nobody left, or for one reason only.
    """
    everyone = np.arange(len(guests))
    first = _spell(rng, everyone, guests["first_day"].to_numpy(), intensities)
    left = first[first["factor"] >= 0]
    returned = left[rng.random(len(left)) < _RETURNS[left["factor"]]]
    back = returned["to_day"].to_numpy() + rng.integers(150, 430, size=len(returned))
    inside = back < DAYS - 10
    second = _spell(rng, returned["guest"].to_numpy()[inside], back[inside], intensities * _SECOND_TIME)
    return pd.concat([first.assign(spell=1), second.assign(spell=2)], ignore_index=True)


def _spell(
    rng: np.random.Generator, guest: np.ndarray, from_day: np.ndarray, intensities: np.ndarray
) -> pd.DataFrame:
    """Return one spell for each of these guests, who may leave from the month after it began."""
    own = intensities[guest]
    begun = month_of(from_day)[:, None] < np.arange(MONTHS)[None, :]
    leaves = (rng.random((len(guest), MONTHS)) < leaving_probability(own)) & begun
    ended = leaves.any(axis=1)
    month = leaves.argmax(axis=1)
    starts = month_starts()
    within = rng.random(len(guest)) * np.diff(starts)[month]
    to_day = np.where(ended, starts[month] + within, DAYS - 1).astype(np.int64)
    factor, second = _causes(rng, own[np.arange(len(guest)), month])
    return pd.DataFrame(
        {
            "guest": guest,
            "from_day": from_day,
            "to_day": to_day,
            "factor": np.where(ended, factor, -1),
            "second_factor": np.where(ended, second, -1),
        }
    )


def _causes(rng: np.random.Generator, intensities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the cause in proportion to the intensities, and for some a second, different one."""
    rows = np.arange(len(intensities))
    first = _drawn(rng, intensities)
    others = intensities.copy()
    others[rows, first] = 0.0
    second = np.where(rng.random(len(rows)) < _SECOND_CAUSE, _drawn(rng, others), -1)
    return first, second


def _drawn(rng: np.random.Generator, weights: np.ndarray) -> np.ndarray:
    cumulative = np.cumsum(weights, axis=1)
    draw = rng.random(len(weights)) * cumulative[:, -1]
    return np.asarray((draw[:, None] >= cumulative).sum(axis=1).clip(max=weights.shape[1] - 1))


def leaving_probability(intensities: np.ndarray) -> np.ndarray:
    """Return the chance to leave within each month, ``1 - exp(-sum over factors)``."""
    return np.asarray(-np.expm1(-intensities.sum(axis=2)))


def spells_truth(guests: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the spells with ids, calendar days and named causes; null where nobody left."""
    names = np.array([*FACTORS, None], dtype=object)
    ended = spells["factor"].to_numpy() >= 0
    return pd.DataFrame(
        {
            "customer_id": guests["customer_id"].to_numpy()[spells["guest"]],
            "spell": spells["spell"],
            "from_day": dates(spells["from_day"].to_numpy()),
            "to_day": dates(spells["to_day"].to_numpy()),
            "left": ended,
            "cause": names[spells["factor"]],
            "second_cause": names[spells["second_factor"]],
        }
    )
