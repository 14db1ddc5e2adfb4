"""Are rules saved whole, refused in sentences, guarded against each other, and put to work?"""

from __future__ import annotations

import pytest

from data import assessments
from data.viewer import OWNER
from data.workspaces import change_settings, settings, workspaces
from tests.dashboard.front_door import address, no_worker, opened, said, work


def field(app, slug: str, name: str):
    """Return the field of a rule: its key ends with what was saved."""
    return app.number_input(key=f"rule_{slug}_{name}_{getattr(settings(OWNER, slug), name)}")


def test_the_form_shows_the_saved_rules(demo):
    app = opened("settings")
    assert field(app, demo, "value_share").value == 80.0
    assert field(app, demo, "churn_after_days").value is None
    assert field(app, demo, "horizon_months").value == 12
    assert "was made under these rules" in said(app)


def test_changed_rules_are_saved_and_shown(demo):
    app = opened("settings")
    field(app, demo, "value_share").set_value(70.0)
    field(app, demo, "churn_after_days").set_value(200)
    field(app, demo, "margin_rate").set_value(12.5)
    app.toggle(key=f"rule_{demo}_contractual_False").set_value(True)
    app.button(key="rules_save").click().run()
    saved = settings(OWNER, demo)
    assert (saved.value_share, saved.churn_after_days, saved.margin_rate) == (0.7, 200, 0.125)
    assert (saved.contractual, saved.version) == (True, 2)
    assert app.success[0].value.startswith("Saved.")
    assert field(app, demo, "value_share").value == 70.0
    assert not app.run().success


def test_rules_that_contradict_each_other_are_refused_in_a_sentence(demo):
    app = opened("settings")
    field(app, demo, "abc_a_share").set_value(97.0)
    app.button(key="rules_save").click().run()
    assert app.error[0].value.startswith("Class B must end above class A\\: A ends at 97%")
    assert settings(OWNER, demo).version == 1
    assert field(app, demo, "abc_a_share").value == 97.0


def test_somebody_elses_change_is_not_overwritten(demo):
    app = opened("settings")
    field(app, demo, "horizon_months").set_value(24)
    change_settings(OWNER, demo, {"horizon_months": 6}, 1)
    app.button(key="rules_save").click().run()
    assert "Somebody else saved these settings" in app.error[0].value
    assert settings(OWNER, demo).horizon_months == 6
    assert field(app, demo, "horizon_months").value == 6


def test_new_rules_are_put_to_work_by_assessing_again(demo):
    before = assessments.assessments(OWNER, demo)[0]
    app = opened("settings")
    assert "settings_assess_again" not in [button.key for button in app.button]
    field(app, demo, "churn_after_days").set_value(120)
    app.button(key="rules_save").click().run()
    assert "was made under other rules\\: Left after, days" in said(app)
    with no_worker():
        app.button(key="settings_assess_again").click().run()
        assert app.button(key="settings_assess_cancel")
        assert work() == ["done"]
        app.run()
    made = assessments.assessments(OWNER, demo)[0]
    assert made.assessment_id != before.assessment_id
    assert made.as_of == before.as_of
    assert "was made under these rules" in said(app)


def test_a_new_company_is_made_and_opened(demo):
    app = opened("settings")
    app.text_input(key="new_company_name").set_value("Lindenhof 林登")
    app.selectbox(key="new_company_currency_en").set_value("CNY")
    app.toggle(key="new_company_contractual").set_value(True)
    app.button(key="new_company_go").click().run()
    made = next(one for one in workspaces(OWNER) if one.name == "Lindenhof 林登")
    assert made.currency == "CNY"
    assert settings(OWNER, made.slug).contractual
    assert address(app)["w"] == made.slug
    assert "Currency: CNY" in said(app)


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "A company needs a name"), ("Sample hotel group", "already")]
)
def test_a_company_without_a_free_name_is_refused(demo, name, sentence):
    app = opened("settings")
    app.text_input(key="new_company_name").set_value(name)
    app.button(key="new_company_go").click().run()
    assert sentence in app.error[0].value
    assert len(workspaces(OWNER)) == 1


def test_the_rules_are_explained_in_chinese(demo):
    app = opened("settings", lang="zh")
    assert "高价值" in app.title[0].value
    assert field(app, demo, "alarm_probability").label == "报警概率（%）"


def assumption(app, slug: str, name: str):
    """Return the field of an assumption: its key ends with what was saved."""
    return app.number_input(key=f"typed_{slug}_{name}_{settings(OWNER, slug).typed.get(name)}")


def test_an_assumption_is_typed_put_to_work_and_taken_back(demo):
    app = opened("settings")
    kept = assumption(app, demo, "rescue.kept")
    assert (kept.value, kept.placeholder) == (None, "30%")
    assert "Default 30%. From a published source: Verbraken" in said(app).replace("\\", "")
    kept.set_value(22.5)
    app.button(key="assumptions_save_rescue").click().run()
    assert settings(OWNER, demo).typed == {"rescue.kept": 0.225}
    assert assumption(app, demo, "rescue.kept").value == 22.5
    assert "made under other rules\\: assumptions that you typed in" in said(app)
    assert "Entered by you\\: 22.5%" in said(app)
    app.button(key="assumptions_back_rescue").click().run()
    assert settings(OWNER, demo).typed == {}
    assert assumption(app, demo, "rescue.kept").value is None
    assert "was made under these rules" in said(app)


def test_an_assumption_out_of_range_is_refused_at_its_field_and_the_others_stay(demo):
    app = opened("settings")
    assumption(app, demo, "rescue.swayed").set_value(140.0)
    assumption(app, demo, "rescue.told").set_value(4.0)
    app.button(key="assumptions_save_rescue").click().run()
    assert [one.value for one in app.error] == [
        "“Fall of their chance to buy” must lie between 0% and 100%. "
        "Correct it, or empty the field for the default.",
        "Nothing was saved\\: 1 field needs another value. It is marked above.",
    ]
    assert settings(OWNER, demo).typed == {}
    assert assumption(app, demo, "rescue.told").value == 4.0
    assumption(app, demo, "rescue.swayed").set_value(None)
    app.button(key="assumptions_save_rescue").click().run()
    assert settings(OWNER, demo).typed == {"rescue.told": 4.0}
    assert not app.error
