import numpy as np
import pytest

from dashboard.i18n.texts import LANGUAGES, Texts
from engine.churn.factors import FACTORS
from engine.contracts import relation_frame
from engine.rescue.assumptions import RescueAssumptions
from engine.rescue.causes import cause_mix
from engine.rescue.measures import (
    CATALOGUE,
    LEAVE_ALONE,
    LET_GO,
    Option,
    effects_frame,
    kind_of,
    measure_message_id,
    options,
)
from engine.rescue.recorded import Trial

EVEN = np.full(8, 0.125)
RNG = np.random.default_rng(1)
ASKED = {"asked": 1000, "asked_kept": 900, "control": 1000, "control_kept": 850}


def offered(*trials: Trial, assumptions: RescueAssumptions | None = None) -> dict[str, Option]:
    found = options(trials, assumptions or RescueAssumptions(), EVEN, np.random.default_rng(1))
    return {option.measure: option for option in found}


def test_without_records_the_catalogue_stands_in() -> None:
    found = offered()
    assert set(found) == {measure.code for measure in CATALOGUE}
    assert {option.effect.origin for option in found.values()} == {"assumed"}
    assert found["counter_offer"].states == {"leaning"}
    assert found["points_binding"].states == {"staying", "leaning"}
    assert found["reactivation_reward"].states == {"left"}


def test_own_measures_take_the_place_of_the_catalogue_for_those_they_were_tried_on() -> None:
    found = offered(Trial("courtesy call", False, **ASKED, contact_cost=9.0, offer_cost=0.0, redeemed=0.5))
    assert set(found) == {"courtesy call", "competitive_discount", "reactivation_reward"}
    call = found["courtesy call"]
    assert (call.effect.origin, call.contact_cost, call.offer_cost, call.redeemed) == (
        "measured",
        9.0,
        0.0,
        0.5,
    )


def test_a_measured_effect_keeps_its_average_over_the_causes() -> None:
    fit = offered(Trial("voucher", False, **ASKED))["voucher"].fit
    assert fit @ EVEN == pytest.approx(1.0)
    assert fit[FACTORS.index("price")] == pytest.approx(2 * fit[FACTORS.index("core_service_failure")])


def test_a_measure_with_few_outcomes_is_expected_to_do_what_the_others_did() -> None:
    few = Trial("new idea", False, 10, 10, 0, 0)
    found = offered(Trial("voucher", False, 100_000, 85_000, 100_000, 85_000), few)
    assert found["new idea"].effect.origin == "assumed"
    assert found["new idea"].effect.kept.value == pytest.approx(found["voucher"].effect.kept.value, abs=0.01)
    assert abs(found["new idea"].effect.kept.value) < 0.05


def test_harm_is_not_spread_by_cause() -> None:
    harmful = offered(Trial("voucher", False, 20_000, 14_000, 20_000, 17_000))["voucher"]
    assert harmful.effect.kept.value < 0
    assert (harmful.fit == 1.0).all()


def test_typed_costs_come_first() -> None:
    typed = RescueAssumptions().typed({"contact_cost": 2.0, "offer_cost": 30.0, "redeemed_by_stayers": 0.3})
    trial = Trial("voucher", False, **ASKED, contact_cost=9.0, offer_cost=1.0, redeemed=0.5)
    found = offered(trial, assumptions=typed)["voucher"]
    assert (found.contact_cost, found.offer_cost, found.redeemed) == (2.0, 30.0, 0.3)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Counter-offer", "counter_offer"),
        ("points binding", "points_binding"),
        ("courtesy call", "service_retention"),
        ("优惠券", "counter_offer"),
        ("积分赠送", "points_binding"),
        ("room upgrade", None),
        ("call with a voucher", None),
    ],
)
def test_names_are_known_where_they_are_clear(name: str, code: str | None) -> None:
    assert kind_of(name) == code


def test_a_recorded_name_of_the_catalogue_becomes_its_code() -> None:
    assert "agreement_binding" in offered(Trial("agreement binding", False, **ASKED))


def test_cause_mix_is_the_reference_until_there_are_exits() -> None:
    """Reference shares 30, 20, 44, 34, 17, 10, 7, 6 sum to 168 (Keaveney 1995)."""
    mix, is_own = cause_mix(relation_frame("exits"))
    assert not is_own
    assert mix[0] == pytest.approx(30 / 168)
    rows = relation_frame("exits").reindex(range(40)).assign(causes=["price,ethics"] * 20 + ["price"] * 20)
    mix, is_own = cause_mix(rows)
    assert is_own
    assert mix[0] == pytest.approx(0.75)
    assert mix[FACTORS.index("ethics")] == pytest.approx(0.25)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_offered_has_a_name(language: str) -> None:
    texts = Texts(language)
    names = [measure.message_id for measure in CATALOGUE]
    names += [measure_message_id(code) for code in (LET_GO, LEAVE_ALONE)]
    assert [name for name in names if not texts.has(name)] == []


def test_a_single_measure_does_not_count_its_own_outcomes_twice() -> None:
    alone = offered(Trial("voucher", False, **ASKED))["voucher"].effect
    assert alone.borrowed_weight == 0.0
    assert alone.prior_weight == pytest.approx(20 / (20 + 150), abs=0.005)


def test_where_measures_do_nothing_the_published_belief_does_not_make_them_good() -> None:
    """Forty companies with four measures without effect, a third of their customers leaving."""
    nature, found = np.random.default_rng(2), []
    for _ in range(40):
        drawn = [(nature.binomial(470, 0.67), nature.binomial(160, 0.67)) for _ in range(4)]
        trials = [Trial(f"m{n}", False, 470, int(a), 160, int(c)) for n, (a, c) in enumerate(drawn)]
        own = options(tuple(trials), RescueAssumptions(), EVEN, nature)
        found += [one.effect for one in own if "left" not in one.states]
    kept = np.array([one.kept.value for one in found])
    assert abs(kept.mean()) < 0.04
    assert max(one.prior_weight for one in found) < 0.1
    inside = np.mean([one.kept.low <= 0.0 <= one.kept.high for one in found])
    assert inside > 0.9


def test_what_each_measure_does_stands_in_a_table() -> None:
    frame = effects_frame(options((Trial("voucher", False, **ASKED),), RescueAssumptions(), EVEN, RNG))
    own = frame.set_index("measure").loc["voucher"]
    assert (own["asked"], own["control"], own["origin"]) == (1000, 1000, "measured")
    assert own["uplift"] == pytest.approx(0.05, abs=0.002)
    assert own["kept_low"] < own["kept"] < own["kept_high"]
    assert frame.set_index("measure").loc["reactivation_reward", "origin"] == "assumed"
