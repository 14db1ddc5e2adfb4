from pathlib import Path

import numpy as np
import pytest

from dashboard.i18n.texts import Texts
from engine.clv import GammaGamma
from engine.clv.maximum import numeric_curve
from engine.clv.spending import _curve, _Spending
from engine.errors import ContractBrokenError
from tests.engine.clv.clv_data import apparel, cdnow_spending

PAPER = {"p": 6.25, "q": 3.74, "v": 15.44}


def test_expected_value_by_hand() -> None:
    # p = 2, q = 3, v = 100: all spend p v / (q - 1) = 100; x = 1, mean 40: 2 (100 + 40) / 4 = 70
    model = GammaGamma().with_parameters(p=2.0, q=3.0, v=100.0)
    assert model.expected_value([0, 1], [0.0, 40.0]) == pytest.approx([100.0, 70.0])
    # Without a mean (q ≤ 1) nothing is made up for those who bought nothing
    wild = GammaGamma().with_parameters(p=2.0, q=0.9, v=100.0)
    assert wild.expected_value([0, 1], [0.0, 40.0]) == pytest.approx([np.nan, 2 * 140 / 1.9], nan_ok=True)


def test_law_more_purchases_pull_towards_the_own_mean() -> None:
    found = GammaGamma().with_parameters(**PAPER).expected_value(np.arange(0, 200), 80.0)
    assert (np.diff(found) > 0).all()
    assert found[-1] == pytest.approx(80.0, rel=0.01)


def test_derivatives_are_those_of_the_likelihood() -> None:
    rows = _Spending.of([1, 4, 2], [30.0, 55.0, 12.0], [2.0, 1.0, 3.0])
    point = np.log([4.0, 3.0, 20.0])
    exact, nearly = _curve(point, rows), numeric_curve(lambda at: _curve(at, rows).value)(point)
    assert exact.gradient == pytest.approx(nearly.gradient, rel=1e-5, abs=1e-6)
    assert exact.hessian == pytest.approx(nearly.hessian, rel=1e-4, abs=1e-5)


def test_published_expected_values_of_the_paper() -> None:
    """Fader & Hardie (2013), note 025: E(M | x=2, m=40), E(M | x=1, m=35), no repeat purchase."""
    found = GammaGamma().with_parameters(**PAPER).expected_value([2, 1, 0], [40.0, 35.0, 0.0])
    assert found == pytest.approx([39.14, 35.07, 35.22], abs=0.005)


def test_published_cdnow(datasets: Path) -> None:
    """Note 025: 946 customers with repeat purchases; lifetimes' first ten customers."""
    x, mean = cdnow_spending(datasets)
    again = x > 0
    assert again.sum() == 946
    assert np.corrcoef(x[again], mean[again])[0, 1] == pytest.approx(0.114, abs=0.001)
    model = GammaGamma().fit(x[again], mean[again])
    assert model.log_likelihood_ == pytest.approx(-4055.918, abs=0.01)
    assert dict(model.params_) == pytest.approx(PAPER, rel=0.005)
    published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert model.expected_value(x[:10], mean[:10]) == pytest.approx(published, rel=0.001)


def test_published_apparel(datasets: Path) -> None:
    """CLVTools, 387 customers with repeat purchases: 3.09904 5.65369 56.50418, -1670.663."""
    _, _, rows = apparel(datasets)
    days = rows[rows["Date"] <= "2006-12-31"].groupby(["Id", "Date"])["Price"].sum().reset_index()
    repeat = days[days["Id"].duplicated()].groupby("Id")["Price"].agg(["size", "mean"])
    assert len(repeat) == 387
    model = GammaGamma().fit(repeat["size"], repeat["mean"])
    assert model.log_likelihood_ == pytest.approx(-1670.663, abs=0.01)
    assert dict(model.params_) == pytest.approx({"p": 3.09904, "q": 5.65369, "v": 56.50418}, rel=0.005)


def test_a_large_company_is_fitted_to_the_truth() -> None:
    rng, n = np.random.default_rng(3), 80_000
    x = rng.integers(1, 12, n)
    mean = rng.gamma(6.0 * x) / (x * rng.gamma(4.0, 1 / 15.0, n))
    model = GammaGamma().fit(x, mean)
    for name, value in {"p": 6.0, "q": 4.0, "v": 15.0}.items():
        assert abs(model.params_[name] - value) < 4.0 * model.standard_errors_[name]


def test_customers_without_a_purchase_or_an_amount_are_counted() -> None:
    with pytest.raises(ContractBrokenError) as caught:
        GammaGamma().fit([1, 0, 2], [10.0, 5.0, 0.0])
    assert caught.value.parameters == {"count": 2, "rows": 3}
    sentence = Texts("en")(caught.value.message_id, **caught.value.parameters)
    assert "but 2 of 3 customers have none" in sentence
