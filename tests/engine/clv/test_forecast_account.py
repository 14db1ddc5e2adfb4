import numpy as np
import pytest

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.model_cards import model_view
from engine.clv import ModifiedBetaGeoNBD, value_outlook
from engine.clv.forecast_account import return_probability
from engine.clv.histories import Histories
from engine.settings import AssessmentSettings
from tests.engine.clv.made_up import company
from tests.engine.clv.test_hold_out import later

PLAIN = {"r": 1.0, "alpha": 10.0, "a": 1.0, "b": 1.0}


@pytest.fixture(scope="module")
def account():
    rows, after, _ = company(3_000, np.random.default_rng(31))
    return value_outlook(
        later(rows, after), AssessmentSettings(), np.random.default_rng(1), earlier=rows
    ).account


def test_chance_to_come_back_by_hand() -> None:
    # One-time buyer of 30 weeks: P(alive) 1/5 (test_beta_geo); 40 weeks more: 1 - 40 / 80
    model = ModifiedBetaGeoNBD().with_parameters(**PLAIN)
    chance = return_probability(model, Histories.of(0, 0, 30), 40.0)
    assert chance == pytest.approx([1 / 5 * 1 / 2])


def test_the_account_holds_the_methods_side_by_side(account) -> None:
    assert account.status == "ok"
    errors = {one.method: one.figures["purchase_error"].value for one in account.compared}
    assert list(errors) == ["mbg_nbd", "bg_nbd", "pareto_nbd", "own_pace", "same_for_all"]
    assert [one.method for one in account.compared if one.is_default] == ["mbg_nbd"]
    assert errors["mbg_nbd"] < errors["own_pace"]
    assert errors["mbg_nbd"] < errors["same_for_all"]
    slope, ranking = account.errors["return_calibration_slope"], account.errors["return_auc"]
    assert slope.low < 1.0 < slope.high
    assert ranking.value > 0.75
    assert all(gate.is_met for gate in account.gates)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_account_is_said_in_words(account, language: str) -> None:
    view = model_view(account, Reader(Texts(language), Formats(language, "EUR")))
    assert view.is_ok
    assert "3000" in view.about.replace(",", "")
    assert len(view.errors) == 3
    assert len(view.compared) == 5
    assert len(view.not_for) == 3


def test_below_the_gates_the_account_says_what_is_missing() -> None:
    rows, _, _ = company(60, np.random.default_rng(3))
    account = value_outlook(rows, AssessmentSettings(), np.random.default_rng(1)).account
    assert account.status == "not_enough_data"
    assert [gate.is_met for gate in account.gates] == [False, True]
