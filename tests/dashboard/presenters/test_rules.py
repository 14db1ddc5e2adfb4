"""How business rules are shown, checked and compared."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

import pytest

from dashboard.presenters.rules import RULES, changed_rules, problems, rules_view, shown_value, stored_value
from engine.settings import AssessmentSettings
from tests.dashboard.presenters.assessed_customers import grounds, reader

DEFAULTS: dict[str, Any] = asdict(AssessmentSettings())


def test_every_rule_of_an_assessment_can_be_changed():
    elsewhere = {
        "contractual",
        "kept_out_columns",
        "trusted_columns",
        "typed",
    }  # a toggle, Early warning, assumptions
    assert {*RULES, *elsewhere} == {field.name for field in fields(AssessmentSettings)}


@pytest.mark.parametrize("name", RULES)
def test_a_stored_rule_comes_back_as_it_was(name):
    rule = RULES[name]
    for value in (DEFAULTS[name], None, 0.125 if rule.kind == "percent" else 17):
        assert stored_value(rule, shown_value(rule, value)) == value


def test_shares_are_shown_in_percent():
    assert shown_value(RULES["value_share"], 0.8) == 80.0
    assert stored_value(RULES["alarm_probability"], 0.5) == 0.005


def test_the_defaults_have_no_problems():
    assert problems(DEFAULTS, reader()) == []


@pytest.mark.parametrize("name", RULES)
def test_the_bounds_of_the_form_are_allowed_by_the_engine(name):
    """What the form lets through must be a rule that the methods are defined for."""
    rule = RULES[name]
    for bound in (rule.low, rule.high):
        value = stored_value(rule, bound)
        others: dict[str, Any] = {"abc_b_share": 0.995} if name == "abc_a_share" else {}
        others |= {"abc_a_share": 0.005} if name == "abc_b_share" else {}
        AssessmentSettings(**{**others, name: value})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"alarm_probability": 0.6},
            "“Alarm at a chance of, %” must lie between 0.1% and 50%."
            " Nothing was saved; correct it and save again.",
        ),
        (
            {"abc_a_share": 0.96},
            "Class B must end above class A: A ends at 96%, B at 95%. Nothing was saved; raise B or lower A.",
        ),
        ({"horizon_months": None}, "“Horizon, months” needs a value: it can’t be left empty."),
    ],
)
def test_each_problem_is_a_sentence(changes, sentence):
    assert problems({**DEFAULTS, **changes}, reader()) == [sentence]


def test_all_problems_are_told_at_once():
    wrong = {**DEFAULTS, "alarm_probability": 0.9, "minimum_peers": 1}
    assert len(problems(wrong, reader())) == 2


def test_rules_in_force_are_told_from_changed_ones():
    same = rules_view(DEFAULTS, DEFAULTS, grounds(), reader())
    assert same.is_in_force
    assert same.caption == "The newest assessment (Jun 30, 2026) was made under these rules."
    saved = {**DEFAULTS, "horizon_months": 24, "value_share": 0.7}
    assert changed_rules(saved, DEFAULTS) == ["value_share", "horizon_months"]
    other = rules_view(saved, DEFAULTS, grounds(), reader())
    assert not other.is_in_force
    assert "High value up to, %, Horizon, months" in other.caption


def test_the_headline_says_the_rules_in_words():
    assert rules_view(DEFAULTS, DEFAULTS, grounds(), reader()).headline == (
        "High value is what makes up 80% of the total; the alarm rings at a 5% chance;"
        " after 365 days of silence a customer has left"
    )
    assert "can’t be told yet" in rules_view(DEFAULTS, None, None, reader()).headline


def test_an_empty_field_says_what_was_estimated():
    placeholders = rules_view(DEFAULTS, DEFAULTS, grounds(), reader()).placeholders
    assert placeholders["churn_after_days"] == "estimated: 365"
    typed = rules_view({**DEFAULTS, "churn_after_days": 90}, DEFAULTS, grounds(is_rule_typed=True), reader())
    assert typed.placeholders["churn_after_days"] == "estimated from your data"
