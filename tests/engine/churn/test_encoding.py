"""Columns become numbers: unknown, rare, new and skewed ones."""

import numpy as np
import pandas as pd
import pytest

from engine.churn.encoding import Encoder


def columns(encoder, frame):
    matrix = encoder.matrix(frame)
    return {name: matrix[:, place].tolist() for place, name in enumerate(encoder.names)}


def test_an_unknown_number_gets_the_middle_and_a_column_that_says_so():
    frame = pd.DataFrame({"n": [1.0] * 40 + [3.0] * 40 + [np.nan] * 20})
    encoder = Encoder.learned(frame)
    assert encoder.names == ("n", "n (unknown)")
    found = columns(encoder, pd.DataFrame({"n": [1.0, 3.0, np.nan]}))
    assert found["n (unknown)"] == [0.0, 0.0, 1.0]
    # Of forty ones and forty threes the middle is 2, the mean.
    assert found["n"] == pytest.approx([-1.0, 1.0, 0.0])


def test_numbers_beyond_what_was_seen_are_cut():
    frame = pd.DataFrame({"n": np.linspace(0.0, 1.0, 200)})
    found = columns(Encoder.learned(frame), pd.DataFrame({"n": [-50.0, 0.0, 1.0, 50.0]}))["n"]
    assert found[0] == pytest.approx(found[1], abs=0.02)
    assert found[3] == pytest.approx(found[2], abs=0.02)


def test_rare_texts_share_a_column_and_new_ones_join_them():
    frame = pd.DataFrame({"t": pd.Series(["a"] * 50 + ["b"] * 40 + ["c"] * 6 + ["d"] * 4, dtype="str")})
    encoder = Encoder.learned(frame)
    assert encoder.names == ("t = a", "t = b", "t = (rare)")
    later = pd.DataFrame({"t": pd.Series(["a", "d", "brand new"], dtype="str")})
    assert columns(encoder, later)["t = (rare)"] == [0.0, 1.0, 1.0]
    assert encoder.rare == {"t": 10}
    assert encoder.new_texts(later) == {"t": 1}


def test_columns_that_tell_nothing_are_dropped():
    frame = pd.DataFrame(
        {
            "constant": np.ones(100),
            "unknown": np.full(100, np.nan),
            "id": pd.Series([f"x{number}" for number in range(100)], dtype="str"),
            "kept": np.arange(100.0),
        }
    )
    assert Encoder.learned(frame).dropped == ("constant", "unknown", "id")


def test_a_skewed_number_is_bent():
    frame = pd.DataFrame({"n": np.concatenate([np.ones(95), np.full(5, 10_000.0)]) + np.arange(100)})
    found = Encoder.learned(frame).columns["n"]
    assert found.is_skewed
