"""Can a company with a survey alone be assessed anew once its questions have their roles?"""

from __future__ import annotations

from dashboard.usecases import assessed, item_roles
from dashboard.usecases.importing import ImportRequest, import_file
from data import assessments, jobs
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.dashboard.front_door import no_worker, opened, said, work

ANSWERS = "respondent,day,question,answer\n" + "".join(
    f"{n},2025-06-{1 + n % 28:02d},Q1,{('满意', '非常满意', '不满意')[n % 3]}\n"
    f"{n},2025-06-{1 + n % 28:02d},Q2,{5 + n % 6}\n"
    for n in range(60)
)


def test_roles_are_asked_for_and_count_after_the_next_assessment(holdfast_home, tmp_path):
    slug = create_workspace(OWNER, "Linde").slug
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS)
    report = import_file(OWNER, slug, ImportRequest("survey_answers", path, answers={"scale": "0-10"}))
    assert (report.state, report.rows.accepted) == ("done", 120)
    with no_worker():
        item_roles.assess_anew(OWNER, slug)
        assert work() == ["done"]
        assert "no question is said to measure" in said(opened("satisfaction", w=slug))
        item_roles.save_roles(OWNER, slug, {"Q1": "csat", "Q2": "nps"}, {"Q1": 1, "Q2": 1})
        item_roles.assess_anew(OWNER, slug)
        assert [one.kind for one in jobs.recent(OWNER, slug)[:1]] == ["assess"]
        assert work() == ["done"]
    newest = assessments.assessments(OWNER, slug)[0]
    figures = assessed.results(OWNER, slug, newest.assessment_id, "satisfaction_figures")
    found = figures[figures["by"] == ""].set_index("figure")["value"]
    assert round(found["csat"], 3) == 0.667
