"""Can a company be assessed of which nothing is known but what somebody answered?"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.assessment import assess
from engine.contracts import Relations, Tables
from engine.errors import NotEnoughDataError
from tests.engine.satisfaction.survey_rows import answer, item, relations_of

DAY = dt.date(2025, 6, 30)
NOTHING = pd.DataFrame(
    {"customer_id": pd.Series(dtype="str"), "day": [], "amount": pd.Series(dtype="float64")}
)


def company(known: Relations) -> Tables:
    nobody = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "customer_key": pd.Series(dtype="int64")})
    return Tables.from_frames(NOTHING, nobody, known)


def test_nameless_answers_are_assessed_and_drivers_explain_them() -> None:
    """Overall satisfaction is speed and nothing else, so that speed is all its importance."""
    rng = np.random.default_rng(0)
    speed, colour = rng.integers(1, 6, 200), rng.integers(1, 6, 200)
    given = [
        answer(f"?{n}", name, float(score), "2025-05-01")
        for n in range(200)
        for name, score in (("speed", speed[n]), ("colour", colour[n]), ("overall", speed[n]))
    ]
    items = [item("overall", "csat", 1, 5), item("speed", "cause_service", 1, 5), item("colour", None, 1, 5)]
    found = assess(company(relations_of(given, items)), DAY)
    assert len(found.customers) == 0
    drivers = found.frames["drivers"]
    assert drivers["item_id"].tolist() == ["speed", "colour"]
    assert drivers["explained"].iloc[0] == pytest.approx(1.0)
    assert drivers["importance"].tolist() == pytest.approx([1.0, 0.0], abs=0.02)
    assert found.figures["csat"].value == pytest.approx(float((speed >= 4).mean()))


def test_without_a_purchase_a_contract_or_an_answer_there_is_nothing_to_say() -> None:
    with pytest.raises(NotEnoughDataError, match=r"error\.no_transactions"):
        assess(company(Relations()), DAY)
