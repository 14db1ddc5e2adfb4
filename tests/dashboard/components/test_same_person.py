"""A manager looks at two customers, makes them one, and takes it back."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.usecases import jobs, matching, workspaces
from dashboard.usecases.assessing import run_assessment
from data.viewer import OWNER
from tests.data.company_rows import bring_in, know
from tests.source_tree import ROOT


@pytest.fixture
def slug(monkeypatch: pytest.MonkeyPatch) -> str:
    # The worker is a process of its own, tested as one elsewhere.
    monkeypatch.setattr(jobs, "ensure_worker", lambda: None)
    slug = workspaces.create(OWNER, "Hotel Linde").slug
    record = bring_in(slug)
    for key, name in ((1, "Anna *Schmidt*"), (2, "Schmidt, Anna")):
        known = {"name": name, "email": "anna@x.org"}
        know(slug, key, dt.date(2024, 1, 1), known, record.import_id)
    run_assessment(OWNER, slug, dt.date(2024, 3, 31))
    return slug


def data_page(slug: str, language: str = "en") -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.query_params["w"] = slug
    app.query_params["lang"] = language
    app.run().switch_page("dashboard/pages/data.py").run()
    app.session_state["matching_look"] = True
    return app.run()


def markdown(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


def test_a_pair_is_merged_and_the_merge_taken_back(slug):
    app = data_page(slug)
    assert not app.exception
    assert "1 pair of customers may be one person" in markdown(app)
    assert r"Anna \*Schmidt\* / Schmidt, Anna · 00123 and 1E5" in markdown(app)
    app.button(key="matching_1_2_into_1").click().run()
    assert not app.exception
    assert "No two customers look like one person" in markdown(app)
    (merge,) = matching.decisions(OWNER, slug).merges
    assert (merge.kept_id, merge.merged_id, merge.undone_at) == ("00123", "1E5", None)
    app.session_state["matching_decided"] = True
    app.run()
    assert "1E5 is read as 00123" in markdown(app)
    app.button(key=f"matching_undo_{merge.merge_key}").click().run()
    assert not app.exception
    assert "1 pair of customers may be one person" in markdown(app)
    assert matching.decisions(OWNER, slug).kept == {}


def test_two_people_are_proposed_no_more_until_asked_again(slug):
    app = data_page(slug, "zh")
    assert "1对客户可能是同一个人" in markdown(app)
    app.button(key="matching_1_2_apart").click().run()
    assert "没有发现" in markdown(app)
    app.session_state["matching_decided"] = True
    app.run()
    app.button(key="matching_again_1_2").click().run()
    assert not app.exception
    assert "1对客户可能是同一个人" in markdown(app)


def test_what_somebody_else_decided_meanwhile_is_said(slug):
    app = data_page(slug)
    matching.merge(OWNER, slug, (2, 1), ("same_email",), 0.9)
    app.button(key="matching_1_2_into_1").click().run()
    assert not app.exception
    assert [warning.value for warning in app.warning if "one already" in warning.value]
    assert len(matching.decisions(OWNER, slug).merges) == 1
