"""What do all columns say together, each taken as if it knew nothing of the others?

Numbers are cut into fifths; the unknown is a band of its own. Each band's leavers over its stayers
multiply (Hand & Yu 2001, International Statistical Review 69). Columns that say the same are counted
twice, so it is usually too sure of itself: its calibration shows how much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.learners.sample import Sample

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_CUTS = (0.2, 0.4, 0.6, 0.8)
_COMMON_TEXTS = 20
_FEWEST = 30


@dataclass(frozen=True)
class NaiveBayes:
    """Log-odds of leaving, and what each band of each column adds to them."""

    prior: float
    bands: Mapping[str, Floats | pd.Index]
    weights: Mapping[str, Floats]

    @classmethod
    def learned(cls, sample: Sample) -> NaiveBayes:
        """Return the log-odds of a sample; a band starts with one customer, split as all are."""
        left, stayed = float(sample.churned.sum()), float((~sample.churned).sum())
        bands, weights = {}, {}
        for name in sample.features.columns:
            band = _bands(sample.features[name])
            places = _places(sample.features[name], band)
            size = len(band) + 2
            leavers = np.bincount(places, sample.churned, size) + left / (left + stayed)
            all_there = np.bincount(places, minlength=size) + 1.0
            bands[str(name)] = band
            weights[str(name)] = np.log(leavers / left) - np.log((all_there - leavers) / stayed)
        return cls(float(np.log(left / stayed)), bands, weights)

    def probability(self, features: pd.DataFrame) -> Floats:
        """Return the chance to leave of each row."""
        logit = np.full(len(features), self.prior)
        for name, weights in self.weights.items():
            logit += weights[_places(features[name], self.bands[name])]
        found: Floats = 1.0 / (1.0 + np.exp(-np.clip(logit, -35.0, 35.0)))
        return found


def _bands(values: pd.Series[str]) -> Floats | pd.Index:
    """Return the cuts of numbers, or the common texts."""
    if pd.api.types.is_numeric_dtype(values):
        known = values.to_numpy(dtype=np.float64, na_value=np.nan)
        known = known[np.isfinite(known)]
        if not len(known):
            return np.empty(0)
        return np.asarray(np.unique(np.quantile(known, _CUTS, method="inverted_cdf")), dtype=np.float64)
    counts = values.value_counts()
    common: pd.Index = pd.Index(counts[counts >= _FEWEST].index[:_COMMON_TEXTS], dtype=object)
    return common


def _places(values: pd.Series[str], bands: Floats | pd.Index) -> Ints:
    """Return the band of each value; the last but one are rare texts or the highest, the last the unknown."""
    if isinstance(bands, pd.Index):
        place = bands.get_indexer(pd.Index(values.to_numpy(dtype=object)))
        place = np.where(place < 0, len(bands), place)
        return np.where(values.isna(), len(bands) + 1, place).astype(np.int64)
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    known = np.isfinite(numbers)
    place = np.searchsorted(bands, np.where(known, numbers, 0.0), side="left")
    return np.where(known, place, len(bands) + 1).astype(np.int64)
