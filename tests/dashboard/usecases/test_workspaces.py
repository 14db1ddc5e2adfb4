import pytest

from dashboard.usecases import workspaces
from data.errors import ChangedMeanwhileError, NameTakenError
from data.viewer import OWNER
from engine.errors import SettingOutOfRangeError
from engine.settings import AssessmentSettings


def test_new_company_is_empty_and_listed() -> None:
    made = workspaces.create(OWNER, "Reederei Nord", currency="jpy", contractual=True)
    (found,) = workspaces.overviews(OWNER)
    assert found.workspace == made
    assert (made.currency, made.currency_exponent, made.is_sample) == ("JPY", 0, False)
    assert (found.holdings.customers, found.holdings.transactions, found.holdings.last_day) == (0, 0, None)
    assert workspaces.rules(OWNER, made.slug).contractual is True


def test_second_company_of_a_name_is_refused() -> None:
    workspaces.create(OWNER, "Reederei Nord")
    with pytest.raises(NameTakenError):
        workspaces.create(OWNER, "Reederei Nord")


def test_rules_of_a_new_company_are_the_engines_defaults() -> None:
    made = workspaces.create(OWNER, "Reederei Nord")
    assert workspaces.assessment_settings(workspaces.rules(OWNER, made.slug)) == AssessmentSettings()


def test_changed_rule_reaches_the_engine() -> None:
    slug = workspaces.create(OWNER, "Reederei Nord").slug
    saved = workspaces.change_rules(OWNER, slug, {"churn_after_days": 200}, version=1)
    assert saved.version == 2
    assert workspaces.assessment_settings(workspaces.rules(OWNER, slug)).churn_after_days == 200


def test_rule_outside_its_range_is_not_saved() -> None:
    slug = workspaces.create(OWNER, "Reederei Nord").slug
    with pytest.raises(SettingOutOfRangeError) as refused:
        workspaces.change_rules(OWNER, slug, {"value_share": 1.5}, version=1)
    assert refused.value.parameters == {"setting": "value_share", "value": 1.5}
    assert workspaces.rules(OWNER, slug).value_share == 0.80


def test_rule_that_contradicts_a_saved_one_is_not_saved() -> None:
    """Class A may not end above class B, whichever of the two is changed."""
    slug = workspaces.create(OWNER, "Reederei Nord").slug
    with pytest.raises(SettingOutOfRangeError):
        workspaces.change_rules(OWNER, slug, {"abc_b_share": 0.7}, version=1)


def test_rules_that_somebody_else_saved_meanwhile_are_kept() -> None:
    slug = workspaces.create(OWNER, "Reederei Nord").slug
    workspaces.change_rules(OWNER, slug, {"value_share": 0.7}, version=1)
    with pytest.raises(ChangedMeanwhileError):
        workspaces.change_rules(OWNER, slug, {"value_share": 0.6}, version=1)
    assert workspaces.rules(OWNER, slug).value_share == 0.7


def test_typed_assumption_is_kept_with_the_rules_and_reaches_the_engine() -> None:
    slug = workspaces.create(OWNER, "Reederei Nord").slug
    saved = workspaces.change_rules(OWNER, slug, {"typed": {"rescue.kept": 0.2, "rescue.told": 4}}, version=1)
    found = workspaces.assessment_settings(saved)
    assert found.typed == {"rescue.kept": 0.2, "rescue.told": 4.0}
    assert found.typed_of("rescue") == {"kept": 0.2, "told": 4.0}
    back = workspaces.change_rules(OWNER, slug, {"typed": {}}, version=saved.version)
    assert workspaces.assessment_settings(back) == AssessmentSettings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rescue.kept", 1.2),
        ("rescue.told", -1.0),
        ("rescue.kept_strength", 0.0),
        ("rescue.success_by_cause.weather", 1.0),
        ("rescue.nothing", 0.5),
        ("weather.rain", 0.5),
        ("rescue.swayed", float("nan")),
    ],
)
def test_typed_assumption_that_makes_no_sense_is_not_saved(name: str, value: float) -> None:
    slug = workspaces.create(OWNER, "Reederei Nord").slug
    with pytest.raises(SettingOutOfRangeError) as refused:
        workspaces.change_rules(OWNER, slug, {"typed": {"rescue.kept": 0.2, name: value}}, version=1)
    assert refused.value.parameters["setting"] in name
    assert workspaces.rules(OWNER, slug).typed == {}
