"""What points at which factor before any exit was recorded, and how strongly?

Assumptions, stated here and shown in the methods: what customers themselves name is why they leave
(Keaveney's critical incidents), and a fresh complaint multiplies the pull of its factor by twenty; other
incidents count for the part of a complaint that ``incidents`` states. Answers to questionnaires point at
nothing by themselves: in trials with known truth they told the factor no better than chance. Recorded
exits move these numbers; without any they stand.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.factors import FACTORS

Floats = NDArray[np.float64]

REFERENCE_MIX = np.array([126.0, 89.0, 193.0, 148.0, 69.0, 42.0, 27.0, 60.0])
"""How often 448 incidents with one to three causes name each factor; Keaveney (1995), a weak prior."""

PULL_OF_A_COMPLAINT = 3.0
"""Logarithm by which what was told today, as strong as a complaint, raises the pull of its factor."""

POINTERS: Mapping[str, tuple[str, float]] = {
    "fee_change": ("price", 1.0),
    "billed_per_fee_3m": ("price", 1.0),
}
"""Column, factor, logarithm per unit: once more the fee."""


def signal_names(frame: pd.DataFrame) -> list[str]:
    """Return the columns of a feature frame that point at a factor."""
    return [str(name) for name in frame.columns if str(name) in POINTERS]


def signals(frame: pd.DataFrame, names: list[str], usual: Mapping[str, float], told: Floats) -> Floats:
    """Return how far each signal is from its usual value, 0 where unknown, then what was ``told`` (n, 8).

    Shape (n, names + 8).
    """
    columns = [
        np.nan_to_num(frame[name].to_numpy(dtype=np.float64) - usual[name], nan=0.0).clip(-3.0, 3.0)
        for name in names
    ]
    return np.column_stack([*columns, np.minimum(told, 3.0)])


def prior_pulls(names: list[str]) -> Floats:
    """Return the logarithms per unit, signal x factor: those of the columns, then of what was told."""
    found = np.zeros((len(names), len(FACTORS)))
    for row, name in enumerate(names):
        factor, pull = POINTERS[name]
        found[row, FACTORS.index(factor)] = pull
    return np.concatenate([found, PULL_OF_A_COMPLAINT * np.eye(len(FACTORS))])


def factors_of_signals(names: list[str]) -> list[str]:
    """Return the factor that each signal points at, in the order of ``signals``."""
    return [*(POINTERS[name][0] for name in names), *FACTORS]
