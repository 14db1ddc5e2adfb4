"""What does the silence alone say, measured by the customer's own rhythm?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.learners.sample import Sample
from engine.churn.scores import recalibration

Floats = NDArray[np.float64]

_COLUMN = "silence_in_gaps"
_CONTRACT = "contract_age_months"
_FEWEST_KNOWN = 100


@dataclass(frozen=True)
class RhythmRule:
    """The chance to leave by the silence in gaps of one's own; ``unknown`` for who has no rhythm yet."""

    slope: float
    intercept: float
    unknown: float

    @classmethod
    def learned(cls, sample: Sample) -> RhythmRule | None:
        """Return the rule, ``None`` where too few have a rhythm, as with bills by contract."""
        if _COLUMN not in sample.features or _mostly_bound(sample.features):
            return None
        odds = _odds(sample.features)
        known = np.isfinite(odds)
        if known.sum() < _FEWEST_KNOWN:
            return None
        churned = sample.churned.astype(np.float64)
        slope, intercept, _ = recalibration(odds[known] / (1.0 + odds[known]), churned[known])
        if np.isnan(slope):
            return None
        # One customer of each kind is added: nobody is certain to stay for want of leavers.
        without = churned[~known]
        return cls(slope, intercept, float((without.sum() + churned.mean()) / (len(without) + 1.0)))

    def probability(self, features: pd.DataFrame) -> Floats:
        """Return the chance to leave of each row."""
        odds = _odds(features)
        with np.errstate(invalid="ignore"):
            logit = self.intercept + self.slope * np.log(odds)
        chance = 1.0 / (1.0 + np.exp(-np.clip(logit, -35.0, 35.0)))
        return np.where(np.isfinite(odds), chance, self.unknown)


def _mostly_bound(features: pd.DataFrame) -> bool:
    """Return whether most are under a contract: then bills tell no rhythm."""
    return _CONTRACT in features and bool(features[_CONTRACT].notna().mean() > 0.5)


def _odds(features: pd.DataFrame) -> Floats:
    """Return the silence in gaps, kept away from nothing and from for ever; NaN without a rhythm."""
    silence = features[_COLUMN].to_numpy(dtype=np.float64)
    return np.where(np.isfinite(silence), np.clip(silence, 0.01, 100.0), np.nan)
