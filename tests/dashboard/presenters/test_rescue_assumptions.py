"""Can every assumption of a rescue be typed, and does each say its default, range and origin?"""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard.presenters.assumptions import all_typed, problems, shown, stored
from dashboard.presenters.rescue_assumptions import measured, rescue_section
from engine.rescue.assumptions import STRENGTHS, RescueAssumptions
from tests.dashboard.presenters.assessed_customers import reader

NAMES = [*(name for name, _ in RescueAssumptions().named()), *STRENGTHS]


def entry(name: str):
    return next(one for one in rescue_section(reader()).entries if one.name == f"rescue.{name}")


def test_every_assumption_stands_in_the_form_once():
    assert sorted(one.name for one in rescue_section(reader()).entries) == sorted(
        f"rescue.{name}" for name in NAMES
    )


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_field_has_a_name_and_says_where_its_default_comes_from(language):
    entries = rescue_section(reader(language)).entries
    assert all(one.label and one.label != "–" and one.about for one in entries)


def test_the_origin_is_said_in_words():
    assert entry("told").about == (
        "Default 9, between 2 and 16. From a published source: Technical Assistance Research Programs (1986),"
        " Consumer Complaint Handling in America."
    )
    assert entry("talk_left").about == "Default 50%, between 25% and 75%. Assumed, as a place to start."
    assert entry("success_by_stage.decline").about.startswith("Default 0.8, taken as certain.")
    assert entry("contact_cost").about.startswith("Empty: the average of your recorded rescues")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Customer Winback: 20–40% of lost customers"), ("zh_CN", "Customer Winback：流失客户的20%至40%")],
)
def test_what_a_source_says_is_in_the_readers_language(language, said):
    entries = rescue_section(reader(language)).entries
    assert said in next(one for one in entries if one.name == "rescue.won_back").about
    assert [one.about for one in entries if "rescue.source." in one.about] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_bounds_of_a_field_are_allowed_by_the_engine(name):
    field = entry(name)
    for value in (field.low, field.high):
        assert RescueAssumptions().typed({name: value})
    section = rescue_section(reader())
    assert problems(section, {field.name: field.high * 1.01 + 0.01}, reader()).keys() == {field.name}
    assert problems(section, {field.name: field.low}, reader()) == {}


@pytest.mark.parametrize("name", ["kept", "told", "contact_cost"])
def test_what_was_typed_comes_back_as_it_was(name):
    assert stored(entry(name), shown(entry(name), 0.125)) == 0.125
    assert stored(entry(name), None) is None
    assert math.isnan(entry("contact_cost").default)


def test_other_subjects_keep_what_was_typed_there():
    before = {"loyalty.share": 0.5, "rescue.told": 4.0}
    typed = {"rescue.told": None, "rescue.kept": 0.2}
    assert all_typed(rescue_section(reader()), typed, before) == {"loyalty.share": 0.5, "rescue.kept": 0.2}


def test_what_was_measured_is_said_beside_the_default():
    effects = pd.DataFrame(
        {
            "origin": ["measured", "measured", "assumed"],
            "of_leavers": [False, False, True],
            "asked": [900, 800, 0],
            **{name: [0.2, 0.1, 0.3] for name in ("kept", "kept_low", "kept_high")},
            "contact_cost": [2.0, 4.0, math.nan],
            "offer_cost": [10.0, 20.0, math.nan],
            "redeemed": [0.3, 0.5, 1.0],
        }
    )
    found = measured(effects, {"rescue.contact_cost": 5.0}, reader())
    assert found == {
        "kept": "Measured in your data: 15% (15% to 15%) on average of 2 measures."
        " These outcomes count first.",
        "offer_cost": "Measured in your data: €15.00 on average.",
        "redeemed_by_stayers": "Measured in your data, and used as it is: 40% on average.",
    }
    told = next(one for one in rescue_section(reader(), effects).entries if one.name == "rescue.kept")
    assert told.about.startswith("Default 30%. From a published source")
    assert told.about.endswith(found["kept"])
