"""Can a manager type weights, rates of talk and how many were asked, and refuse what makes no sense?"""

from __future__ import annotations

import pytest

from dashboard.presenters.experience_assumptions import SUBJECTS, experience_sections
from dashboard.usecases import workspaces
from dashboard.usecases.assumptions import check_typed
from data.viewer import OWNER
from engine.errors import SettingOutOfRangeError
from engine.settings import AssessmentSettings
from tests.dashboard.front_door import opened, said
from tests.dashboard.presenters.assessed_customers import reader


def test_a_weight_is_typed_with_the_rules_and_one_below_zero_is_refused_at_its_field(demo):
    app = opened("settings", w=demo)
    for value in (3.0, -1.0):
        next(one for one in app.number_input if one.label == "Recommendation").set_value(value)
        app.button(key="assumptions_save_loyalty").click().run()
        assert not app.exception
    assert workspaces.rules(OWNER, demo).typed == {"loyalty.nps": 3.0}
    assert "must lie between 0 and 100" in said(app)
    assert "Default 22, from the literature." in said(app)


def test_all_that_the_forms_offer_is_taken_within_its_range_and_refused_beyond():
    sections = experience_sections(reader())
    assert tuple(section.subject for section in sections) == SUBJECTS
    for entry in (entry for section in sections for entry in section.entries):
        check_typed(AssessmentSettings(typed={entry.name: entry.high}))
        with pytest.raises(SettingOutOfRangeError, match=r"error\.setting_out_of_range"):
            check_typed(AssessmentSettings(typed={entry.name: entry.high * 2 + 1}))
