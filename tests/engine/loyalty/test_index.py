import numpy as np
import pandas as pd
import pytest

from engine.errors import SettingOutOfRangeError
from engine.loyalty.index import (
    check_weights,
    entropy_weights,
    indicator_frame,
    loyalty_index,
    manager_weights,
)


def test_index_by_hand_hidden_below_half_of_the_weight() -> None:
    """Weights 2, 1, 1: a has all: 100 (2·.5 + 1·1 + 1·0)/4 = 50; b lacks the first: half is known; c less."""
    indicators = pd.DataFrame(
        {
            "nps": [0.5, np.nan, np.nan],
            "csat": [1.0, 0.8, 0.8],
            "tolerance": [0.0, 0.4, np.nan],
        }
    )
    found = loyalty_index(indicators, {"nps": 2.0, "csat": 1.0, "tolerance": 1.0})
    assert found.scores[:2].tolist() == pytest.approx([50.0, 60.0])
    assert np.isnan(found.scores[2])
    assert found.used == ("nps", "csat", "tolerance")
    assert "share_of_needs" in found.missing


def test_what_is_bad_when_high_is_turned_round() -> None:
    customers = pd.DataFrame({"spend_change": [0.0, -0.9]}, index=["a", "b"])
    shares = pd.DataFrame({"price_sensitivity": [0.25, 1.0], "nps": [0.5, 0.5]}, index=["a", "b"])
    found = indicator_frame(shares, customers)
    assert found["price_sensitivity"].tolist() == [0.75, 0.0]
    assert found["spend_trend"].tolist() == [0.5, 0.0]


def test_entropy_weights_by_hand() -> None:
    """(1, 1) tells nobody apart: weight 0. (1, 0) tells all apart: entropy 0, weight 1."""
    found = entropy_weights(pd.DataFrame({"same": [1.0, 1.0], "apart": [1.0, 0.0]}))
    assert found == pytest.approx({"same": 0.0, "apart": 1.0})


def test_without_whole_answers_the_weights_are_equal() -> None:
    found = entropy_weights(pd.DataFrame({"a": [1.0, np.nan], "b": [np.nan, 0.5]}))
    assert found == {"a": 0.5, "b": 0.5}


def test_a_manager_weighs_what_is_known_and_the_rest_counts_once() -> None:
    """Typed 3 for recommendation, 1 stands for satisfaction: three and one of four parts."""
    known = pd.DataFrame({"nps": [0.5], "csat": [1.0], "tolerance": [np.nan]})
    assert manager_weights(known, {"nps": 3.0, "tolerance": 9.0}) == {"nps": 0.75, "csat": 0.25}
    assert manager_weights(known, {}) == {"nps": 0.5, "csat": 0.5}


@pytest.mark.parametrize("typed", [{"nps": -1.0}, {"nps": 101.0}, {"no_such_indicator": 1.0}])
def test_a_weight_that_makes_no_sense_is_refused(typed: dict[str, float]) -> None:
    with pytest.raises(SettingOutOfRangeError, match=r"error\.setting_out_of_range"):
        check_weights(typed)


def test_behaviour_and_answers_without_weight_are_no_index() -> None:
    indicators = pd.DataFrame({"nps": [0.5, 0.5], "csat": [np.nan, 1.0], "purchase_rhythm": [1.0, 1.0]})
    found = loyalty_index(indicators, {"nps": 0.0, "csat": 1.0, "purchase_rhythm": 1.0}).scores
    assert np.isnan(found[0])
    assert found[1] == pytest.approx(100.0)
