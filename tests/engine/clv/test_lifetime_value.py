from pathlib import Path

import numpy as np
import pytest

from engine.clv import BetaGeoNBD, GammaGamma, ModifiedBetaGeoNBD
from engine.clv.lifetime_value import WEEKS_PER_YEAR, discounted_purchases, monthly_discounted_purchases
from engine.clv.smooth_tables import by_number_and_age
from tests.engine.clv.clv_data import cdnow_histories, cdnow_spending


def test_discounting_by_hand() -> None:
    # One purchase a week for a year at 10 %: 52.18 (1 - 1 / 1.1) / ln 1.1 of them
    steady = discounted_purchases(lambda weeks: np.array([weeks]), WEEKS_PER_YEAR, 0.10)
    assert steady == pytest.approx([WEEKS_PER_YEAR * (1 - 1 / 1.1) / np.log(1.1)], rel=1e-9)
    # Two months, a purchase each, 1 % a month
    monthly = monthly_discounted_purchases(lambda weeks: np.array([weeks / 4.0]), 2, 0.01, 4.0)
    assert monthly == pytest.approx([1 / 1.01 + 1 / 1.01**2])
    assert discounted_purchases(lambda weeks: np.array([weeks]), 10.0, 0.0) == pytest.approx([10.0])


def test_law_discounting_months_from_their_ends_is_a_little_stricter() -> None:
    model = ModifiedBetaGeoNBD().with_parameters(r=0.5, alpha=6.0, a=0.9, b=1.6)

    def expected(weeks: float) -> np.ndarray:
        return model.expected_purchases(weeks, [0, 3, 12], [0.0, 40.0, 50.0], [20.0, 52.0, 52.0])

    exact = discounted_purchases(expected, WEEKS_PER_YEAR, 0.12)
    by_month = monthly_discounted_purchases(expected, 12, 1.12 ** (1 / 12) - 1)
    assert (by_month < exact).all()
    assert (by_month * 1.12 ** (1 / 12) > exact).all()


def test_tables_say_what_the_formula_says() -> None:
    model = ModifiedBetaGeoNBD().with_parameters(r=0.5, alpha=6.0, a=0.9, b=1.6)
    rng = np.random.default_rng(1)
    number, age = rng.poisson(2.0, 5_000).astype(float), rng.uniform(0.0, 156.0, 5_000)
    read_off = by_number_and_age(
        lambda x, seen: model.purchases_if_alive(522.0, x, seen)[None], number, age, 6.0
    )[0]
    assert read_off == pytest.approx(model.purchases_if_alive(522.0, number, age), rel=1e-9)


def test_published_clv_of_cdnow(datasets: Path) -> None:
    """lifetimes' test suite: BG/NBD and Gamma-Gamma, 12 "months" of 30 time units at 1 % each.

    The units of the file are weeks, so that these 12 months are 360 weeks; taken as published.
    """
    rows, (x, mean) = cdnow_histories(datasets), cdnow_spending(datasets)
    model, spending = BetaGeoNBD().fit(*rows), GammaGamma().fit(x[x > 0], mean[x > 0])
    some = [0, 1, 2, 5, 6, 8]
    to_come = monthly_discounted_purchases(
        lambda weeks: model.expected_purchases(weeks, *(part[some] for part in rows)), 12, 0.01, 30.0
    )
    found = to_come * spending.expected_value(x[some], mean[some])
    assert found == pytest.approx([140.10, 18.94, 38.18, 1003.87, 28.11, 167.42], rel=0.001)
