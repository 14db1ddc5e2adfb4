"""What did one customer say, and does a masked viewer read no word of it?"""

from __future__ import annotations

import pandas as pd
import pytest

from data import reading, voices
from data.errors import NotFoundError
from data.merges import merge
from data.viewer import OWNER, Viewer
from tests.data.importing.voice_files import bring_in

COMPLAINTS = """complaint_id,customer,received,resolved,channel,words,claim
K1,A,2025-03-01 09:00,2025-03-03 09:00,web,Too loud,12.50
K2,A,2025-05-01,,phone,Too late,
K3,B,2025-05-01,,phone,,
"""
ANSWERS = """customer,question,score,expectation,day,scale,comment
A,csat,4,5,2025-03-05,1-5,Fine
A,nps,n/a,,2025-03-06,0-10,
B,csat,1,5,2025-03-05,1-5,Bad
"""


@pytest.fixture
def key(slug, tmp_path):
    bring_in(slug, tmp_path / "complaints.csv", "complaints", COMPLAINTS)
    bring_in(slug, tmp_path / "answers.csv", "survey_answers", ANSWERS)
    return reading.customer_key(OWNER, slug, "A")


def test_complaints_come_newest_first_with_their_state(slug, key):
    found = voices.customer_complaints(OWNER, slug, key)
    assert found["complaint_id"].tolist() == ["K2", "K1"]
    assert found["resolved_at"].tolist() == [pd.NaT, pd.Timestamp("2025-03-03 09:00")]
    assert (found["state"].isna().tolist(), found["state"].tolist()[1]) == ([True, False], "resolved")
    assert found["claim"].tolist()[1] == 12.5


def test_answers_come_newest_first_and_no_answer_has_no_score(slug, key):
    found = voices.customer_answers(OWNER, slug, key)
    assert found["item_id"].tolist() == ["nps", "csat"]
    assert found["is_not_applicable"].tolist() == [True, False]
    assert found["score"].isna().tolist() == [True, False]
    assert found.loc[1, ["score", "expectation", "scale_high", "words"]].tolist() == [4.0, 5.0, 5.0, "Fine"]


def test_a_masked_viewer_reads_no_word(slug, key):
    masked = Viewer(role="owner", masked=True)
    assert voices.customer_complaints(masked, slug, key)["words"].isna().all()
    assert voices.customer_answers(masked, slug, key)["words"].isna().all()


def test_of_a_merged_customer_all_that_each_said_is_read(slug, key):
    merge(OWNER, slug, (key, reading.customer_key(OWNER, slug, "B")), "by_hand", 1.0)
    assert voices.customer_complaints(OWNER, slug, key)["complaint_id"].tolist() == ["K3", "K2", "K1"]
    assert len(voices.customer_answers(OWNER, slug, key)) == 3


def test_who_said_nothing_has_empty_frames_and_who_is_nobody_is_refused(slug, tmp_path):
    bring_in(slug, tmp_path / "sales.csv", "transactions", "customer,day,amount\nA,2025-01-01,10\n")
    key = reading.customer_key(OWNER, slug, "A")
    assert voices.complaint_events(OWNER, slug).empty
    assert voices.customer_complaints(OWNER, slug, key).empty
    assert voices.customer_answers(OWNER, slug, key).empty
    with pytest.raises(NotFoundError):
        voices.customer_answers(OWNER, slug, 99)
