import numpy as np
import pytest

from engine.simulation.early_warning import expected_auc, score_noise
from engine.simulation.fates import keyed_uniforms, stream_key

WEIGHT = np.ones(2_000)
SPREAD = np.geomspace(0.001, 2.0, 2_000)
# Half of them have no hazard at all within the warning's horizon.
SILENT = np.where(np.arange(2_000) % 2 == 0, 0.0, SPREAD)


def reached(ahead, auc):
    """Return the area under the curve that scores with the error have."""
    from scipy.special import ndtri

    luck = keyed_uniforms(stream_key(1, 0, "score-fit"), np.arange(len(ahead), dtype=np.uint64))
    scores = np.log(np.maximum(ahead, 1e-12)) + score_noise(ahead, WEIGHT, auc, 1) * ndtri(luck)
    return expected_auc(scores, -np.expm1(-ahead), WEIGHT)


def test_two_customers_by_hand():
    # Who leaves with 0.8 is ranked above who leaves with 0.2: 0.8 x 0.8 of the pairs are in order,
    # and half of those of each with themselves.
    found = expected_auc(np.array([0.0, 1.0]), np.array([0.2, 0.8]), np.ones(2))
    assert found == pytest.approx((0.8 * 0.8 + 0.5 * (0.2 * 0.8 + 0.8 * 0.2)) / (1.0 * 1.0))


@pytest.mark.parametrize("ahead", [SPREAD, SILENT], ids=["spread", "silent"])
@pytest.mark.parametrize("auc", [0.6, 0.7])
def test_the_error_gives_the_accuracy_that_the_model_had(ahead, auc):
    assert reached(ahead, auc) == pytest.approx(auc, abs=0.005)


def test_who_ranks_no_better_than_told_gets_no_error():
    assert score_noise(SPREAD, WEIGHT, 0.99, 1) == 0.0
    assert score_noise(SPREAD, WEIGHT, None, 1) == 0.0
