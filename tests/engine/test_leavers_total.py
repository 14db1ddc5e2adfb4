"""Has the number of expected leavers the interval of what is not known of the model, and of luck?"""

import math

import numpy as np
import pandas as pd
import pytest

from engine.assessing.leavers_total import expected_leavers
from engine.churn.other_curves import OtherCurves


def test_leavers_vary_with_the_model_and_by_luck_by_hand():
    """Of four, two have curves: other models say .1 and .3 of each, so 2 x (.2, .6) of all."""
    chance = pd.Series([0.2, 0.2, 0.2, 0.2, np.nan], index=list("abcde"))
    survival = np.array([[[0.95, 0.9]] * 2, [[0.8, 0.7]] * 2])
    found = expected_leavers(chance, OtherCurves(pd.Index(["a", "c"]), survival, 1.0), 2)
    # Variances: of .4 and 1.2 .32, of luck 4 x .2 x .8 = .64; of the logarithm log(1 + .96 / .64).
    factor = math.exp(1.959964 * math.sqrt(math.log(1.0 + 0.96 / 0.64)))
    assert (found.value, found.n) == (pytest.approx(0.8), 4)
    assert (found.low, found.high) == (
        pytest.approx(0.8 / factor, rel=1e-5),
        pytest.approx(0.8 * factor, rel=1e-5),
    )


def test_without_chances_there_is_no_number():
    nobody = OtherCurves(pd.Index([]), np.ones((2, 0, 36)), 1.0)
    assert math.isnan(expected_leavers(pd.Series([np.nan]), nobody, 12).value)
