import numpy as np
import pytest

from dashboard.i18n.texts import LANGUAGES, Texts
from engine.errors import SettingOutOfRangeError
from engine.rescue.assumptions import ORIGINS, Assumption, RescueAssumptions, name_message_id
from engine.rescue.word_of_mouth import talk


def test_the_defaults_say_where_they_come_from() -> None:
    origins = {name: one.origin for name, one in RescueAssumptions().named()}
    assert origins["kept"] == origins["told"] == origins["swayed"] == "source"
    assert origins["talk_left"] == origins["within_reach"] == "assumed"
    assert all(one.source for _, one in RescueAssumptions().named() if one.origin == "source")


def test_only_the_disappointed_talk() -> None:
    talks = RescueAssumptions().dissatisfied
    assert {name for name, one in talks.items() if one.value == 0.0} == {"competition", "involuntary"}


def test_typed_values_replace_and_are_certain() -> None:
    found = RescueAssumptions().typed({"told": 5.0, "dissatisfied.price": 0.4, "kept_strength": 50.0})
    assert found.told == Assumption(5.0, origin="typed")
    assert found.told.range == (5.0, 5.0)
    assert found.dissatisfied["price"] == Assumption(0.4, origin="typed")
    assert found.dissatisfied["ethics"].value == 1.0
    assert found.kept_strength == 50.0


@pytest.mark.parametrize(
    ("name", "value"),
    [("talk_left", 1.5), ("kept", -0.1), ("dissatisfied.price", 2.0), ("kept_strength", 0.0), ("luck", 1.0),
     ("contact_cost", -1.0), ("told", float("nan"))],
)  # fmt: skip
def test_what_is_no_such_number_is_refused(name: str, value: float) -> None:
    with pytest.raises(SettingOutOfRangeError) as refused:
        RescueAssumptions().typed({name: value})
    assert refused.value.parameters["setting"] == name


def test_draws_stay_within_the_range() -> None:
    drawn = Assumption(0.5, 0.25, 0.6).draws(np.random.default_rng(1), 1000)
    assert 0.25 <= drawn.min() < 0.3
    assert 0.58 < drawn.max() <= 0.6
    assert (Assumption(0.5).draws(np.random.default_rng(1), 3) == 0.5).all()


def test_talk_by_hand() -> None:
    """Told 9, one in ten of them within reach, swayed by .11, worth 1,000 each: 9·.1·.11·1,000 = 99."""
    found = talk(RescueAssumptions(), 1000.0, np.random.default_rng(1), 500)
    assert found.value == pytest.approx(99.0)
    assert found.draws.min() > 0.0
    assert found.draws.std() > 10.0


def test_of_a_value_that_nobody_knows_the_talk_is_left_out() -> None:
    assert talk(RescueAssumptions(), float("nan"), np.random.default_rng(1), 5).value == 0.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_has_a_name(language: str) -> None:
    texts = Texts(language)
    names = [name_message_id(name) for name, _ in RescueAssumptions().named()]
    names += [name_message_id(name) for name in ("kept_strength", "won_back_strength")]
    names += [Assumption(1.0, origin=origin).message_id for origin in ORIGINS]
    assert [name for name in names if not texts.has(name)] == []
