"""Is what a person read out of a text kept, handed on to the engine, and taken back?"""

from __future__ import annotations

import pandas as pd
import pytest

from data.errors import NotAllowedError, NotFoundError
from data.relations import relations
from data.text_causes import decide, decided_causes
from data.viewer import OWNER, Viewer
from data.workspaces import create_workspace, data_version
from engine.texts.spoken import spoken_texts
from tests.data.importing.voice_files import bring_in, stored

FILES = {
    "transactions": "customer,day,amount\nA,2025-01-01,10.00\n",
    "complaints": "complaint_id,customer,received,cause,words\n"
    "K1,A,2025-03-01 09:00,,Too dear\nK2,A,2025-03-02 09:00,ethics,They lied\n",
    "exits": "customer,day,words\nA,2025-06-01,Cheaper elsewhere\n",
    "survey_answers": "customer,question,score,day,scale,comment\n"
    "A,csat,4,2025-03-05,1-5,Slow\nA,nps,9,2025-03-05,0-10,\n",
}


@pytest.fixture
def told(holdfast_home, tmp_path):
    slug = create_workspace(OWNER, "Hotel Linde").slug
    for kind, text in FILES.items():
        assert bring_in(slug, tmp_path / f"{kind}.csv", kind, text).rows.accepted, kind
    return slug


def labels(slug: str) -> dict[str, str]:
    texts = spoken_texts(relations(OWNER, slug))
    return texts.dropna(subset=["label"]).set_index("words")["label"].to_dict()


def test_what_is_decided_becomes_the_label_of_the_text_and_goes_again(told):
    texts = spoken_texts(relations(OWNER, told))
    version = data_version(OWNER, told)
    assert labels(told) == {"They lied": "ethics"}
    for row in texts.to_dict("records"):
        decide(OWNER, told, row["source"], int(row["row_key"]), "price")
    # What the file says of a complaint stands; a comment that was judged complains, whatever was ticked.
    assert labels(told) == {
        "Too dear": "price", "They lied": "ethics", "Cheaper elsewhere": "price", "Slow": "price",
    }  # fmt: skip
    assert spoken_texts(relations(OWNER, told))["complains"].tolist() == [1.0] * 4
    assert decided_causes(OWNER, told, texts).tolist() == ["price"] * 4
    assert data_version(OWNER, told) == version + 4
    comment = texts[texts["source"] == "comment"]
    decide(OWNER, told, "comment", int(comment["row_key"].iloc[0]), "inconvenience")
    assert decided_causes(OWNER, told, comment).tolist() == ["inconvenience"]
    decide(OWNER, told, "comment", int(comment["row_key"].iloc[0]), "none")
    judged = spoken_texts(relations(OWNER, told)).set_index("words").loc["Slow"]
    assert pd.isna(judged["label"])
    assert judged["complains"] == 0.0
    decide(OWNER, told, "comment", int(comment["row_key"].iloc[0]), "")
    assert decided_causes(OWNER, told, comment).tolist() == [""]


def test_a_decision_on_a_line_of_a_wide_file_is_of_its_comment_alone(told):
    stored(told, "UPDATE survey_answer SET line = 2")
    stored(
        told,
        "INSERT INTO text_cause (source, import_id, line, cause, decided_at)"
        " SELECT DISTINCT 'comment', import_id, 2, 'price', '2025-04-01 00:00:00' FROM survey_answer",
    )
    assert relations(OWNER, told).survey_answers["cause"].fillna("").tolist() == ["price", ""]


def test_a_text_that_is_gone_can_not_be_decided_nor_by_who_may_only_read(told):
    with pytest.raises(NotFoundError) as caught:
        decide(OWNER, told, "complaint", 999, "price")
    assert caught.value.message_id == "text_causes.not_found"
    with pytest.raises(NotAllowedError):
        decide(Viewer(role="reader"), told, "complaint", 1, "price")
    nothing = pd.DataFrame({"source": [], "row_key": []})
    assert decided_causes(OWNER, told, nothing).empty
