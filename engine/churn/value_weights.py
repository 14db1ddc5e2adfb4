"""How much does each past customer count where leaving is to be learned by value?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.churn.landmarks import Episodes
from engine.churn.learners.entropy_tree import value_weights
from engine.errors import SettingOutOfRangeError
from engine.formulas import Formula

Floats = NDArray[np.float64]

VALUE_WEIGHT = Formula(
    name="value_weight",
    latex=r"w_i = 1 - s + s \cdot \min\left(\max\left(\frac{v_i}{\bar v},\ \tfrac1{10}\right),\ 10\right)",
    origin="typed",
)

_SHARE = "value_share"


def check_leaving(typed: Mapping[str, float]) -> None:
    """Refuse any other typed name than ``value_share``, and what is no share.

    Raises
    ------
    SettingOutOfRangeError
        There is one.
    """
    for name, value in typed.items():
        if name != _SHARE or not 0.0 <= value <= 1.0:
            raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=value)


def value_share(typed: Mapping[str, float]) -> float:
    """Return how far value counts where leaving is learned: 0, where nothing was typed, to 1."""
    return float(typed.get(_SHARE, 0.0))


def weights_of(past: Episodes, share: float) -> Floats | None:
    """Return what each row weighs, shape (n,) (``VALUE_WEIGHT``); None where all count alike."""
    features = past.standing.features
    if not share or "value_12m" not in features:
        return None
    value = features["value_12m"].to_numpy(dtype=np.float64)
    return 1.0 - share + share * value_weights(np.where(np.isfinite(value), value, 0.0))
