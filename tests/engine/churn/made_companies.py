"""Companies whose truth is known, drawn small enough to be fitted in a test."""

import numpy as np
import pandas as pd

from engine.churn.landmarks import Episodes, Standing


def standing(features, entry=None):
    size = len(features)
    first = np.ones(size, dtype=np.int64) if entry is None else entry
    return Standing(features, first, np.full(size, np.nan))


def drawn_episodes(rng, customers, months, base=-3.0, slope=1.0):
    """Customers with one feature that multiplies the odds of leaving; all followed for ``months``."""
    x = rng.normal(size=customers)
    chance = 1.0 / (1.0 + np.exp(-(base + slope * x)))
    duration = rng.geometric(chance)
    left = duration <= months
    features = pd.DataFrame({"x": x, "noise": rng.normal(size=customers)})
    episodes = Episodes(
        standing(features),
        np.arange(customers),
        np.full(customers, months),
        np.minimum(duration, months),
        left,
    )
    return episodes, chance


def drawn_past(rng, customers, effects, noise=0, base=-3.5):
    """Customers with lasting features whose effects on the monthly log-odds of leaving are known.

    They are looked at 3, 6, 9 and 12 months before today, and come with features of the same kind
    for ``people`` to ask about, whose true monthly chance is returned as well.
    """
    width = len(effects) + noise
    names = [f"x{number}" for number in range(width)]
    x = rng.normal(size=(customers, width))
    chance = 1.0 / (1.0 + np.exp(-(base + x[:, : len(effects)] @ np.asarray(effects))))
    ends = rng.geometric(chance)
    parts = []
    for landmark in (3, 6, 9, 12):
        since = ends - (12 - landmark)
        here = np.flatnonzero(since > 0)
        duration = np.minimum(since[here], landmark)
        parts.append((here, np.full(len(here), landmark), duration, since[here] <= landmark))
    who, landmarks, duration, left = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    people = pd.DataFrame(x, columns=names)
    past = Episodes(standing(people.iloc[who]), who, landmarks, duration, left)
    return past, people, chance
