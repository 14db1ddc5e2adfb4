"""A table of one day: by hand, then published numbers (Telco), then what leaks."""

import numpy as np
import pandas as pd
import pytest

from engine.churn.snapshot import fit_snapshot
from engine.churn.survival_curve import product_limit


def followed(months: np.ndarray, left: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the months in which anybody's time ended, who was at risk in them, and who stayed."""
    at, place = np.unique(months, return_inverse=True)
    at_risk = np.bincount(place)[::-1].cumsum()[::-1].astype(float)
    return at, at_risk, at_risk - np.bincount(place, weights=left)


def test_kaplan_meier_by_hand():
    """Of 4 one leaves in month 1, one is censored in 2, one leaves in 3, one is censored in 3."""
    _, at_risk, stayed = followed(np.array([1.0, 2.0, 3.0, 3.0]), np.array([True, False, True, False]))
    assert at_risk.tolist() == [4.0, 3.0, 2.0]
    survival, low, high = product_limit(at_risk, stayed)
    assert survival.tolist() == pytest.approx([0.75, 0.75, 0.375])
    # Greenwood: the variance of log S(3) is 1/(4·3) + 1/(2·1) = 7/12.
    half = 1.96 * np.sqrt(7 / 12) / -np.log(0.375)
    bounds = [0.375 ** np.exp(half), 0.375 ** np.exp(-half)]
    assert [low[2], high[2]] == pytest.approx(bounds, rel=1e-3)


def test_after_a_month_without_anybody_nothing_is_said():
    survival, low, high = product_limit(np.array([4.0, 0.0, 2.0]), np.array([3.0, 0.0, 1.0]))
    assert survival[0] == 0.75
    assert np.isnan([survival[1:], low[1:], high[1:]]).all()


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(2)
    x = rng.normal(size=1_500)
    left = rng.random(1_500) < 1.0 / (1.0 + np.exp(1.5 - 1.2 * x))
    return pd.DataFrame({"x": x, "noise": rng.normal(size=1_500)}), left


def test_a_model_too_good_to_be_true_loses_the_column_that_makes_it_so(drawn):
    features, left = drawn
    # Three columns none of which is perfect, but each a part of the outcome.
    rng = np.random.default_rng(3)
    parts = {f"part_{number}": left * 1.4 + rng.normal(size=len(left)) for number in range(3)}
    found = fit_snapshot(features.assign(**parts), left, np.random.default_rng(1))
    assert found.held_out.figures["auc"].value <= 0.9
    assert {one.reason for one in found.suspects} == {"model_too_good"}
    assert all(one.column.startswith("part_") for one in found.suspects)


def test_what_the_user_trusts_stays(drawn):
    features, left = drawn
    leaked = features.assign(flag=left.astype(float))
    found = fit_snapshot(leaked, left, np.random.default_rng(1), trusted=("flag", "x", "noise"))
    assert found.held_out.figures["auc"].value > 0.99
    assert [one.status for one in found.suspects] == ["trusted"]


def test_a_customer_listed_twice_stands_on_one_side(drawn):
    features, left = drawn
    doubled = pd.concat([features, features[:300]], ignore_index=True)
    found = fit_snapshot(doubled, np.concatenate([left, left[:300]]), np.random.default_rng(1))
    assert found.repeated == 300


@pytest.fixture(scope="module")
def telco(datasets):
    path = datasets / "ibm_telco" / "WA_Fn-UseC_-Telco-Customer-Churn.csv"
    rows = pd.read_csv(path)
    features = rows.drop(columns=["customerID", "Churn"])
    features["TotalCharges"] = pd.to_numeric(features["TotalCharges"], errors="coerce")
    numbers = features.select_dtypes("number").columns
    return features.astype(dict.fromkeys(numbers, "float64")), (rows["Churn"] == "Yes").to_numpy()


def test_telco_survival_is_the_published_one(telco):
    features, left = telco
    months, at_risk, stayed = followed(features["tenure"].to_numpy(), left)
    survival = pd.Series(product_limit(at_risk, stayed)[0], index=months)
    published = [0.94596, 0.88483, 0.84320, 0.78874, 0.74855, 0.70884, 0.66440, 0.59279]
    assert survival[[1.0, 6.0, 12.0, 24.0, 36.0, 48.0, 60.0, 72.0]].tolist() == pytest.approx(
        published, abs=1e-5
    )
