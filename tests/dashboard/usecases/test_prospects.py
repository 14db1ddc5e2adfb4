"""Are customers who are on file without a purchase scored by the model that an assessment kept?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.usecases.importing import ImportRequest, import_file
from dashboard.usecases.prospects import attribute_labels, without_purchase
from data.assessments import NewAssessment, store
from data.reading import customer_key
from data.viewer import OWNER, Viewer
from data.workspaces import create_workspace
from engine.segments.early_traits import Level
from engine.segments.likeness import LikenessModel

AS_OF = dt.date(2024, 6, 30)
CUSTOMERS = (
    "customer_id,known_on,Guest kind\n"
    "A,2023-01-01,firm\nB,2023-02-01,firm\nC,2023-03-01,family\nD,2024-07-15,firm\n"
)
MODEL = LikenessModel(
    (Level("guest_kind", category="firm"), Level("guest_kind", category="family")),
    np.array([1.5, -1.5]),
    np.array([0.5, 0.5]),
    -1.0,
).written()


@pytest.fixture
def company(holdfast_home, tmp_path) -> tuple[str, int]:
    """Return a company of which only A has bought, and its assessment."""
    slug = create_workspace(OWNER, "Linde").slug
    path = tmp_path / "customers.csv"
    path.write_text(CUSTOMERS)
    assert import_file(OWNER, slug, ImportRequest("customers", path)).state == "done"
    known = pd.DataFrame({"customer_id": ["A"], "customer_key": [customer_key(OWNER, slug, "A")]})
    card = {"name": "likeness_profile", "status": "ok", "facts": {"variant": "found", "model": MODEL}}
    made = NewAssessment(AS_OF, 1, {}, known, {}, [card])
    return slug, store(OWNER, slug, made)


def test_who_has_not_bought_is_scored_by_what_was_known_by_then(company):
    slug, number = company
    found = without_purchase(OWNER, slug, number).set_index("customer_id")
    assert sorted(found.index) == ["B", "C", "D"]
    firm, family = found.loc["B", "prospect_likeness"], found.loc["C", "prospect_likeness"]
    assert firm == pytest.approx(1 / (1 + np.exp(-0.5)))
    assert family == pytest.approx(1 / (1 + np.exp(2.5)))
    assert found.loc["B", "prospect_traits"] == "guest_kind=firm"
    # of D nothing was known on the day of the assessment
    assert np.isnan(found.loc["D", "prospect_likeness"])
    assert attribute_labels(OWNER, slug) == {"guest_kind": "Guest kind"}


def test_a_masked_viewer_learns_no_scores_of_strangers(company):
    slug, number = company
    masked = Viewer(masked=True)
    assert without_purchase(masked, slug, number)["prospect_likeness"].isna().all()
    assert attribute_labels(masked, slug) == {}
