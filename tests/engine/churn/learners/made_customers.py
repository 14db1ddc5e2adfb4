"""Customers whose reasons to leave are known."""

import numpy as np
import pandas as pd

from engine.churn.learners.sample import Sample


def made(count: int, seed: int, is_crossed: bool = False) -> Sample:
    """Return customers who leave for silence and a bad tariff; ``is_crossed``: only for both or neither.

    With the crossing no sum of columns tells anything, and only a learner that sees two at once does.
    """
    rng = np.random.default_rng(seed)
    silence = rng.exponential(1.0, count)
    tariff = np.where(rng.random(count) < 0.4, "old", "new").astype(object)
    tariff[rng.random(count) < 0.05] = None
    answer = np.where(rng.random(count) < 0.3, rng.integers(1, 6, count).astype(float), np.nan)
    late, old = silence > 1.0, tariff == "old"
    logit = -2.0 + 1.2 * np.log(silence + 0.05) + 1.3 * old
    chance = np.where(late == old, 0.6, 0.1) if is_crossed else 1.0 / (1.0 + np.exp(-logit))
    features = pd.DataFrame(
        {"silence_in_gaps": silence, "tariff": pd.Series(tariff, dtype="str"), "answer": answer}
    )
    return Sample(features, rng.random(count) < chance, rng.gamma(1.0, 100.0, count))
