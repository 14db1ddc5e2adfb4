"""Does a manager say once what each question measures, see what follows, and take it back?"""

from __future__ import annotations

from data import item_roles, jobs
from data.viewer import OWNER
from tests.dashboard.front_door import no_worker, opened, said


def roles_of(slug: str) -> dict[str, str | None]:
    return {one.item_id: one.role for one in item_roles.items(OWNER, slug)}


def test_a_role_is_changed_counts_from_the_next_assessment_and_is_taken_back(demo):
    before = roles_of(demo)
    app = opened("data", w=demo, tab="roles")
    assert "All 24 questions have their role." in said(app)
    field = next(one for one in app.selectbox if one.label == "Customer effort (effort)")
    assert field.options[0] == "Overall: Overall satisfaction"
    field.set_value("tolerance")
    next(one for one in app.button if one.label == "Save roles").click().run()
    assert not app.exception
    assert roles_of(demo) == before | {"effort": "tolerance"}
    assert "Saved." in said(app)
    assert "once the company is assessed again" in said(app)
    assert "“effort”" in said(app)
    assert "Tolerance of a fault" in said(app)
    with no_worker():
        app.button(key="item_roles_assess_again").click().run()
        assert jobs.recent(OWNER, demo)[0].kind == "assess"
    app.button(key="item_roles_back_1").click().run()
    assert roles_of(demo) == before
    assert "Taken back" in said(app)
