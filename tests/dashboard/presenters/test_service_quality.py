"""Does each dimension say how many answered, and which share of those who were asked?"""

from __future__ import annotations

import math

import pandas as pd

from dashboard.presenters.answered_figures import with_response
from tests.dashboard.presenters.assessed_customers import reader

RATES = pd.DataFrame(
    [("reliability", 0.122, 0.11, 0.13, 4398, 30), ("tangibles", math.nan, math.nan, math.nan, 0, 30)],
    columns=["figure", "value", "low", "high", "n", "needed"],
)


def test_a_part_says_its_response_rate_where_it_is_known_who_was_asked():
    assert with_response("466", "reliability", RATES, reader()) == "466 · 12.2% answered"
    assert with_response("466", "tangibles", RATES, reader()) == "466"
    # Assessments of before have no rates by part.
    assert with_response("466", "empathy", RATES, reader()) == "466"
    assert with_response("466", "reliability", pd.DataFrame(), reader()) == "466"
