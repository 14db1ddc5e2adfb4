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
