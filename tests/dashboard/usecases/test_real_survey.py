"""A real survey from its file to the page: found, asked about, given roles, assessed, explained."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from dashboard.usecases import assessed, item_roles
from dashboard.usecases.assessing import run_assessment
from dashboard.usecases.importing import ImportRequest, import_file
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.dashboard.front_door import opened, said

AS_OF = dt.date(2015, 6, 30)


@pytest.fixture
def airline(datasets: Path) -> str:
    """Return a company that knows nothing but what nameless passengers answered to 15 questions."""
    slug = create_workspace(OWNER, "Airline").slug
    file = datasets / "airline_satisfaction" / "test.csv.gz"
    answers = {"survey_day": AS_OF.isoformat(), "missing_codes": "0"}
    report = import_file(OWNER, slug, ImportRequest("survey_answers", file, answers=answers))
    assert (report.state, report.rows.accepted) == ("done", 25976)
    return slug


def test_what_drives_satisfaction_agrees_with_the_correlations_of_the_file(airline, datasets):
    found = item_roles.items(OWNER, airline)
    assert {one.item_id: one.role for one in found if one.role} == {"satisfaction": "csat"}
    chosen = item_roles.suggestions(found)
    assert (chosen["Checkin service"], chosen["Seat comfort"]) == ("cause_service", "cause_product")
    item_roles.save_roles(OWNER, airline, chosen, {one.item_id: one.version for one in found})
    made = run_assessment(OWNER, airline, AS_OF)
    drivers = assessed.results(OWNER, airline, made.assessment_id, "drivers").set_index("item_id")

    rows = pd.read_csv(datasets / "airline_satisfaction" / "test.csv.gz")
    items = rows.iloc[:, 8:22]
    whole = items[(items > 0).all(axis=1)]
    plain = whole.corrwith((rows["satisfaction"] == "satisfied").astype(float).loc[whole.index])
    assert (set(drivers["n"]), set(drivers["incomplete"])) == ({len(whole)}, {len(rows) - len(whole)})
    assert drivers["correlation"].to_dict() == pytest.approx(plain.to_dict(), abs=1e-9)
    assert drivers["importance"].sum() == pytest.approx(drivers["explained"].iloc[0], abs=1e-9)
    assert set(drivers.index[:3]) == set(plain.abs().sort_values(ascending=False).index[:3])
    assert drivers["agreement"].iloc[0] > 0.8

    app = opened("satisfaction", w=airline, tab="drivers")
    assert "Online boarding" in app.dataframe[0].value.iloc[0, 0]
    assert "44% of the respondents are satisfied" in said(app)


def test_the_scales_of_the_satisfaction_index_are_as_reliable_as_published(datasets):
    """ECSI, mobile phones (plspm's data): alpha of image .7144, of expectation .4326."""
    slug = create_workspace(OWNER, "ECSI").slug
    day = dt.date(2004, 6, 30)
    file = datasets / "ecsi_mobi" / "mobi.csv"
    import_file(OWNER, slug, ImportRequest("survey_answers", file, answers={"survey_day": day.isoformat()}))
    found = item_roles.items(OWNER, slug)
    chosen = item_roles.suggestions(found)
    assert len(chosen) == len(found) == 24
    item_roles.save_roles(OWNER, slug, chosen, {one.item_id: one.version for one in found})
    made = run_assessment(OWNER, slug, day)
    scales = assessed.results(OWNER, slug, made.assessment_id, "scale_reliability").set_index("role")
    assert scales.loc[["image", "expected_quality"], "value"].tolist() == pytest.approx(
        [0.7144, 0.4326], abs=5e-5
    )
    figures = assessed.results(OWNER, slug, made.assessment_id, "satisfaction_figures").set_index("figure")
    assert figures.loc["csat", "n"] == 250
