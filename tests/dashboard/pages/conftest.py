"""What tests of pages share: the customers of the demo company."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.usecases import assessed
from data import assessments
from data.viewer import OWNER


@pytest.fixture
def people(demo: str) -> pd.DataFrame:
    """Return the customers of the demo company's newest assessment."""
    return assessed.customers(OWNER, demo, assessments.assessments(OWNER, demo)[0].assessment_id)
