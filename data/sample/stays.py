"""When and where do guests stay, as long as they are customers?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.world import (
    CHANNELS,
    DAYS,
    FIRST_DAY,
    HOUSES,
    house_table,
    month_of,
    month_starts,
    table,
)

_CANCELLED = 0.035
# A month has at most this many days.
_LONGEST_MONTH = 31


def draw_stays(rng: np.random.Generator, guests: pd.DataFrame, rates: np.ndarray) -> pd.DataFrame:
    """Return all stays that would happen if nobody ever left, by guest and day of arrival.

    ``guest`` is the position in ``guests``; ``nights`` and ``rooms`` are at least 1. Everybody
    has a first stay on ``first_day``; the further ones are a Poisson process with ``rates``.
    """
    counts = rng.poisson(rates)
    position, month = np.nonzero(counts)
    repeats = counts[position, month]
    position, month = np.repeat(position, repeats), np.repeat(month, repeats)
    kind = guests["kind"].to_numpy()
    days = _arrival_days(rng, kind[position], month)
    first_day = guests["first_day"].to_numpy()
    later = days > first_day[position]
    guest = np.concatenate([np.arange(len(guests)), position[later]])
    day = np.concatenate([first_day, days[later]])
    return _described(rng, guests, guest, day)


def _arrival_days(rng: np.random.Generator, kind: np.ndarray, month: np.ndarray) -> np.ndarray:
    """Return days within the months, weekdays weighted as each kind of guest travels."""
    starts = month_starts()
    calendar = starts[:-1, None] + np.arange(_LONGEST_MONTH)[None, :]
    weekday = (FIRST_DAY.weekday() + calendar) % 7
    inside = calendar < starts[1:, None]
    weights = table("weekday")[:, weekday] * inside
    cumulative = np.cumsum(weights, axis=2) / weights.sum(axis=2, keepdims=True)
    within = (rng.random(len(kind))[:, None] > cumulative[kind, month]).sum(axis=1)
    return np.asarray(starts[month] + np.minimum(within, np.diff(starts)[month] - 1))


def _described(
    rng: np.random.Generator, guests: pd.DataFrame, guest: np.ndarray, day: np.ndarray
) -> pd.DataFrame:
    count = len(guest)
    kind = guests["kind"].to_numpy()[guest]
    home = guests["home_house"].to_numpy()[guest]
    elsewhere = rng.choice(len(HOUSES), size=count, p=house_table("size"))
    at_home = rng.random(count) < table("home_share")[kind]
    channels = np.cumsum(table("channel"), axis=1)[kind]
    nights = 1 + rng.poisson(table("nights")[kind] - 1.0)
    stays = pd.DataFrame(
        {
            "guest": guest,
            "kind": kind,
            "day": day,
            "month": month_of(day),
            "house": np.where(at_home, home, elsewhere),
            "nights": nights,
            "rooms": 1 + rng.poisson(table("rooms")[kind] - 1.0),
            "channel": (rng.random(count)[:, None] > channels).sum(axis=1).clip(max=len(CHANNELS) - 1),
            "cancelled": rng.random(count) < _CANCELLED,
        }
    )
    return stays.sort_values(["day", "guest"], kind="stable", ignore_index=True)


def kept_stays(stays: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the stays that begin while their guest is a customer."""
    return stays[within_spells(stays["guest"].to_numpy(), stays["day"].to_numpy(), spells)]


def within_spells(guest: np.ndarray, day: np.ndarray, spells: pd.DataFrame) -> np.ndarray:
    """Return whether each guest was a customer on each day, the first and last day included."""
    inside = np.zeros(len(guest), dtype=bool)
    for _, spell in spells.groupby("spell"):
        first = np.full(spells["guest"].max() + 1, DAYS, dtype=np.int64)
        last = np.full(spells["guest"].max() + 1, -1, dtype=np.int64)
        first[spell["guest"]], last[spell["guest"]] = spell["from_day"], spell["to_day"]
        inside |= (day >= first[guest]) & (day <= last[guest])
    return inside
