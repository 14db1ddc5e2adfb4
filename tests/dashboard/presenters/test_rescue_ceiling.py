"""Does the calculator say the dry cleaner's numbers, keep what is owed apart, and refuse what is no case?"""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from dashboard.presenters.rescue_ceiling import (
    FIELDS,
    CeilingView,
    causes_table,
    ceiling_view,
    problems,
    shown,
    stored,
)
from dashboard.usecases import rescue_ceiling
from engine.rescue.assumptions import Assumption
from engine.rescue.dry_cleaner import Cleaner
from tests.dashboard.presenters.assessed_customers import NAN, reader, six_customers

SETTINGS = {"horizon_months": 12, "discount_rate_per_year": 0.10}


def viewed(case: Cleaner, language: str = "en") -> CeilingView:
    found = rescue_ceiling.worked_out(case)
    return ceiling_view(case, found, rescue_ceiling.assumed(case), reader(language))


def in_the_form(case: Cleaner) -> dict[str, float]:
    known = rescue_ceiling.values(case)
    return {field.name: shown(field, known[field.name]) for field in FIELDS}


def test_the_dry_cleaners_case_is_told_with_its_numbers():
    # Worked out by hand: V 1,405.95, W 139.19, C* 877.66; trying costs 5 + .6 x 20 = 17.
    view = viewed(Cleaner())
    assert view.headline == (
        "A rescue may cost up to €878; this one is expected to cost €17.00. Try it."
        " The €235 owed are paid in any case."
    )
    assert "even if it were all goodwill" in view.claim
    assert view.claim.endswith("The expected margin of 1 year covers it.")
    values = {part.label: part.value for part in view.parts}
    assert values["Ceiling C*"] == "€878"
    assert values["Second lifetime V"] == "€1,406"
    assert values["Cost of talk W"] == "€139"
    assert (values["Success λ"], values["Back unaided λ₀"]) == ("60%", "5%")
    # E(V) = .6 x 1,405.95 - .4 x .5 x 139.19, and E(V) - V3 = C*.
    assert (values["Worth if tried E(V)"], values["Worth if not tried V₃"]) == ("€816", "-€61.93")


def test_what_is_owed_stands_apart_and_is_no_part_of_the_ceiling():
    view = viewed(Cleaner())
    assert (view.owed.value, view.owed.note) == ("€235", "goods €220, fee €15.00")
    owed_more = viewed(dataclasses.replace(Cleaner(), garments_owed=5000.0))
    assert owed_more.parts[0].value == view.parts[0].value
    assert owed_more.claim.startswith("Were the €5,015 all goodwill, they would lie above")
    assert owed_more.claim.endswith("The expected margin never covers it.")


def test_every_part_shows_its_formula_and_every_assumption_its_origin():
    view = viewed(Cleaner())
    assert [part.explanation.method for part in view.parts[:5]] == [
        *["rescue_ceiling"] * 3,
        "second_lifetime",
        "leaver_talk",
    ]
    assert all(part.explanation.meaning and part.explanation.formula for part in view.parts)
    assert len(view.assumptions) == 10
    told = view.assumptions.set_index("Assumption").loc["People told"]
    assert told["Value"] == "9"
    assert told["Range"] == "2 to 16"
    assert told["Where it comes from"].startswith("From a published source: Technical Assistance")


def test_too_dear_and_nothing_to_gain_are_said():
    dear = viewed(dataclasses.replace(Cleaner(), goodwill=3000.0, garments_owed=0.0, fee_owed=0.0))
    assert "Don’t try it this way. Nothing is owed." in dear.headline
    assert dear.claim == ""
    lost = rescue_ceiling.with_typed(Cleaner(), {"success": 0.0, "unaided": 0.5, "dissatisfied": 0.0})
    assert viewed(lost).headline.startswith("Trying adds nothing here: the ceiling is -€703")


def test_what_is_typed_is_certain_and_the_rest_keeps_its_range():
    before = in_the_form(Cleaner())
    assert rescue_ceiling.with_typed(Cleaner(), stored(before)) == Cleaner()
    case = rescue_ceiling.with_typed(
        Cleaner(), stored({**before, "success": 35.0, "years": 3.0, "told": 4.0})
    )
    assert (case.success.value, case.success.range, case.success.origin) == (0.35, (0.35, 0.35), "typed")
    assert (case.years, case.rescue.told.value) == (3, 4.0)
    assert case.unaided == Cleaner().unaided


def test_what_lies_outside_its_range_is_refused_in_a_sentence():
    wrong = {**in_the_form(Cleaner()), "margin_rate": 140.0, "years": 0.0}
    assert problems(wrong, reader()) == [
        "Margin must lie between 0% and 100%. Please change it and work it out again.",
        "Years looked ahead must lie between 1 and 50. Please change it and work it out again.",
    ]
    assert problems(in_the_form(Cleaner()), reader()) == []


def test_a_customer_of_ours_is_the_average_of_those_still_here():
    people = six_customers().assign(
        amount_12m=1000.0, current_value=300.0, churn_state="staying", churn_probability=0.25
    )
    people.loc[people.index[0], ["amount_12m", "churn_state"]] = [9000.0, "left"]
    people = people.assign(churn_probability_low=0.2, churn_probability_high=0.3)
    case, count = rescue_ceiling.preset("ours", people, SETTINGS, "margin")
    assert (count, case.spend_per_year, case.owed) == (5, 1000.0, 0.0)
    assert (case.margin_rate.value, case.margin_rate.origin) == (0.3, "measured")
    assert (case.kept_per_year.value, case.kept_per_year.range) == (0.75, (0.7, 0.8))
    assert case.success.value == 0.3


def test_what_the_assessment_does_not_know_stays_an_assumption():
    people = six_customers().assign(amount_12m=1000.0, churn_state="staying", churn_probability=NAN)
    case, _ = rescue_ceiling.preset("ours", people, SETTINGS, "sales")
    assert (case.margin_rate, case.kept_per_year) == (Cleaner().margin_rate, Cleaner().kept_per_year)
    nobody = people.assign(churn_state="left")
    assert rescue_ceiling.preset("ours", nobody, SETTINGS, "margin") == (Cleaner(), 0)


@pytest.mark.parametrize("goodwill", [20.0, 3000.0])
def test_it_speaks_chinese(goodwill):
    view = viewed(dataclasses.replace(Cleaner(), goodwill=goodwill), "zh_CN")
    assert "挽救最多可以花" in view.headline
    assert "应付的€235" in view.headline


def test_what_was_typed_in_the_settings_carries_a_customer_of_ours():
    typed = {"rescue.won_back": 0.4, "rescue.told": 4.0, "rescue.offer_cost": 25.0, "loyalty.share": 0.5}
    case, _ = rescue_ceiling.preset("ours", six_customers(), {**SETTINGS, "typed": typed}, "margin")
    assert (case.success.value, case.rescue.told.value, case.goodwill) == (0.4, 4.0, 25.0)
    table = viewed(case).assumptions.set_index("Assumption")["Where it comes from"]
    assert table["People told"] == table["Chance of success λ"] == "Entered by you"
    assert table["Share within reach"] == "Assumed, as a place to start"
    assert rescue_ceiling.preset("dry_cleaner", six_customers(), {**SETTINGS, "typed": typed}, "margin") == (
        Cleaner(),
        0,
    )


def test_the_success_of_our_measures_is_that_of_the_control_groups():
    """λ0 .05 and γ .2 (.1 to .3): λ = .05 + .95·.2 = .24; harm counts as none, a belief as published."""
    effects = pd.DataFrame(
        {
            "origin": ["measured", "measured", "assumed"],
            "of_leavers": [False, False, True],
            "kept": [0.3, 0.1, 0.3],
            "kept_low": [0.2, 0.0, 0.1],
            "kept_high": [0.4, 0.2, 0.6],
        }
    )
    case, _ = rescue_ceiling.preset("ours", six_customers(), SETTINGS, "margin", effects)
    assert case.success == Assumption(0.24, 0.145, 0.335, "measured")
    harm = effects.assign(kept=-0.1, kept_low=-0.2)
    assert rescue_ceiling.preset("ours", six_customers(), SETTINGS, "margin", harm)[0].success.value == 0.05
    believed, _ = rescue_ceiling.preset("ours", six_customers(), SETTINGS, "margin", effects.iloc[2:])
    assert believed.success.origin == "source"


def test_the_ceiling_stands_by_cause_and_mixed():
    case, _ = rescue_ceiling.preset("ours", six_customers(), SETTINGS, "margin")
    shares, found = rescue_ceiling.by_cause("ours", case, rescue_ceiling.worked_out(case), six_customers())
    assert sum(shares.values()) == pytest.approx(1.0)
    table = causes_table(case, shares, found, reader())
    assert len(table) == len(shares) + 1
    assert table.iloc[-1, 0] == "Mixed"
    assert set(table.loc[table["Cause"].isin(["Competition"]), "Talk"]) == {"does not talk"}
    assert found.mix.value == pytest.approx(sum(shares[name] * found.ceilings[name].value for name in shares))
    assert " to " in table.iloc[-1, -1]


def test_who_has_left_is_won_back_by_what_own_rescues_of_leavers_show():
    """λ0 .05 and γ .2 counted: λ = .05 + .95·.2 = .24; without any outcome γ is .3, as published."""
    people = six_customers()
    case, count = rescue_ceiling.preset("left", people, SETTINGS, "margin")
    assert count == (people["churn_state"] == "left").sum()
    assert (case.success.value, case.success.origin, case.unaided.value) == (0.335, "source", 0.05)
    effects = pd.DataFrame({"origin": ["outcomes", "measured"], "of_leavers": [True, False],
                            "kept": [0.2, 0.3], "kept_low": 0.1, "kept_high": 0.3})  # fmt: skip
    case, _ = rescue_ceiling.preset("left", people, SETTINGS, "margin", effects)
    assert case.success == Assumption(0.24, 0.145, 0.335, "measured")
    nobody = people.assign(churn_state="staying")
    assert rescue_ceiling.preset("left", nobody, SETTINGS, "margin") == (Cleaner(), 0)


def test_of_many_silent_ones_so_many_come_back_unaided_as_are_still_there():
    people = pd.concat([six_customers()] * 40, ignore_index=True)
    left = people["churn_state"] == "left"
    people.loc[left, "alive_probability"] = 0.12
    case, _ = rescue_ceiling.preset("left", people, SETTINGS, "margin")
    assert (case.unaided.value, case.unaided.origin) == (0.12, "estimated")
    assert case.success.value == pytest.approx(0.12 + 0.88 * 0.3)
