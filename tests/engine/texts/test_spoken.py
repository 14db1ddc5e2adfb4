"""Which texts are there, what do their labels mean, and what is done with those nobody labelled?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.contracts import Relations
from engine.texts.checking import DRAWN, NEEDED
from engine.texts.findings import sorted_texts
from engine.texts.labels import cause_of, label_code
from engine.texts.spoken import spoken_texts

SAID = {
    "price": ("the bill was too high", "charged twice", "too expensive", "账单太贵了", "多收了钱"),
    "service_encounter_failure": ("the clerk was rude", "nobody greeted us", "态度很差", "没人理我们"),
    "ethics": ("you lied to me", "signed without asking", "没经过同意"),
}


def texts(count: int, seed: int = 3) -> pd.DataFrame:
    """Labelled complaints: one of three causes, in one of its wordings, with numbers and filling words."""
    rng = np.random.default_rng(seed)
    names = list(SAID)
    label = rng.choice(names, count, p=[0.5, 0.4, 0.1])
    filling = ("please answer", "again", "in room", "谢谢", "for weeks now", "yesterday")
    words = [
        f"{rng.choice(SAID[name])} {rng.choice(filling)} {rng.integers(1, 999)} {rng.choice(filling)}"
        for name in label
    ]
    return pd.DataFrame(
        {
            "source": "complaint",
            "row_key": np.arange(1.0, count + 1),
            "customer_id": [f"C{number}" for number in range(count)],
            "day": pd.date_range("2025-01-01", periods=count, freq="D"),
            "label": label,
            "words": words,
            "complains": 1.0,
            "ticked": np.nan,
            "judged": "",
        }
    )


@pytest.mark.parametrize(
    ("written", "code", "cause"),
    [
        ("price", "price", "product"),
        (" Core  service-failure", "core_service_failure", "product"),
        ("对失误的反应", "response_to_failure", "care"),
        ("沟通", "communication", "communication"),
        ("Staff", "service_encounter_failure", "service"),
        ("competition", "competition", ""),
        ("Billing desk", "Billing desk", ""),
    ],
)
def test_labels_are_read_as_factor_or_group_or_kept(written: str, code: str, cause: str) -> None:
    assert label_code(written) == code
    assert cause_of(code) == cause


def test_complaints_single_exits_and_comments_are_texts_that_complain_or_dont() -> None:
    day = pd.Timestamp("2025-05-01")
    told = {
        "complaints": [
            {"complaint_id": "1", "customer_id": "A", "opened_at": day, "cause": "Price", "words": "dear"},
            {"complaint_id": "2", "customer_id": "A", "opened_at": day, "cause": None, "words": "  "},
        ],
        "exits": [
            {"customer_id": "B", "day": day, "causes": "price,ethics", "words": "both"},
            {"customer_id": "C", "day": day, "causes": "ethics", "words": "lied"},
        ],
        "survey_items": [
            {"item_id": "Q", "role": "csat", "scale_low": 1.0, "scale_high": 5.0},
            {"item_id": "E", "role": "ces", "scale_low": 1.0, "scale_high": 7.0},
            {"item_id": "F", "role": None, "scale_low": None, "scale_high": None},
        ],
        "survey_answers": [
            {"item_id": "Q", "customer_id": "D", "day": day, "score": 2.0, "words": "so so"},
            {"item_id": "Q", "customer_id": "D", "day": day, "score": 3.0, "words": "fine"},
            {"item_id": "E", "customer_id": "D", "day": day, "score": 6.0, "words": "hard work"},
            {"item_id": "F", "customer_id": "D", "day": day, "score": None, "words": "oh"},
            {"item_id": "F", "respondent": "D", "day": day, "score": None, "words": "hm"},
            {"item_id": "F", "respondent": "D", "day": day + pd.Timedelta(days=1), "words": "again"},
            {"item_id": "E", "respondent": "D", "day": day + pd.Timedelta(days=1), "score": 2.0},
        ],
    }
    found = spoken_texts(Relations.from_frames(**{kind: pd.DataFrame(rows) for kind, rows in told.items()}))
    said = found.set_index("words")
    assert sorted(said.index) == ["again", "dear", "fine", "hard work", "hm", "lied", "oh", "so so"]
    assert said["label"].dropna().to_dict() == {"dear": "price", "lied": "ethics"}
    assert said.loc[["so so", "fine", "hard work"], "complains"].tolist() == [1.0, 0.0, 1.0]
    # Without an own answer, what the person ticked that day: (2 + 3) / 2 of 1-5, an effort of 2 of 1-7.
    assert said.loc[["oh", "again"], "complains"].tolist() == [1.0, 0.0]
    assert np.isnan(said.loc["hm", "complains"])


def test_texts_without_a_label_are_sorted_or_left_for_a_person_and_words_stay_out() -> None:
    known = texts(300)
    open_ = known.tail(4).assign(
        label=None,
        words=["the bill was too high", "态度很差", "xyzzy qwop", "lovely"],
        complains=[1, 1, 1, 0],
    )
    every = pd.concat([known.head(296), open_], ignore_index=True)
    found = sorted_texts(every, every)
    last = found.frame.tail(4)
    assert last["status"].tolist() == ["sorted", "sorted", "unsure", "content"]
    assert last["label"].tolist()[:2] == ["price", "service_encounter_failure"]
    assert last["label"].isna().tolist()[2:] == [True, True]
    assert last["cause"].tolist() == ["product", "service", "", ""]
    assert "words" not in found.frame
    assert found.card.status == "ok"
    assert (found.card.facts["asked"], found.card.facts["unsure"]) == (3, 1)
    right, group = (found.card.errors[f"sorting_{name}_share"] for name in ("right", "group_right"))
    assert right.value > 0.9
    assert group.value >= right.value
    assert right.n == found.card.facts["later"] <= 74


def test_with_too_few_labelled_texts_nothing_is_sorted_and_the_gate_says_so() -> None:
    known = texts(110)
    open_ = known.head(1).assign(label=None)
    found = sorted_texts(pd.concat([known.iloc[1:], open_]), open_)
    assert found.frame["status"].tolist() == ["unsorted"]
    assert found.card.status == "not_enough_data"
    assert {gate.name: gate.is_met for gate in found.card.gates}["later_texts"] is False


def test_a_model_no_better_than_the_most_frequent_cause_is_not_used() -> None:
    known = texts(400)
    rng = np.random.default_rng(5)
    shuffled = known.assign(label=rng.permutation(known["label"].to_numpy()))
    found = sorted_texts(shuffled, shuffled.head(0))
    assert found.card.status == "not_enough_data"
    assert [gate.name for gate in found.card.gates if not gate.is_met] == ["better_than_most_frequent"]


def test_later_texts_change_nothing_of_what_was_learned_before() -> None:
    """The error is that of a model that saw none of the texts it is judged by."""
    known = texts(300)
    flipped = known.copy()
    flipped.loc[225:, "label"] = "competition"
    assert sorted_texts(flipped, flipped).card.status == "not_enough_data"


def with_comments(count: int, judged: int, wrong: int) -> pd.DataFrame:
    """Return 300 complaints and comments, the last ``judged`` decided, the last ``wrong`` as no complaint."""
    every = texts(300 + count)
    says = every["label"].where(np.arange(300 + count) < 300 + count - wrong, "none")
    is_comment = np.arange(300 + count) >= 300
    is_judged = np.arange(300 + count) >= 300 + count - judged
    return every.assign(
        source=np.where(is_comment, "comment", "complaint"),
        ticked=np.where(is_comment, 1.0, np.nan),
        judged=says.where(is_comment & is_judged, ""),
        label=says.where((~is_comment | is_judged) & (says != "none")),
        complains=np.where(says == "none", 0.0, 1.0),
    )


def test_the_error_on_comments_is_that_on_the_drawn_ones_that_persons_decided() -> None:
    every = with_comments(60, judged=60, wrong=6)
    found = sorted_texts(every, every)
    right = found.card.errors["sorting_comments_right_share"]
    drawn = found.frame[found.frame["to_check"]]
    assert (len(drawn), found.card.facts["comments_drawn"], right.n) == (DRAWN, DRAWN, DRAWN)
    refused = int((every.loc[drawn.index, "judged"] == "none").sum())
    assert 0.9 * (DRAWN - refused) <= right.value * DRAWN <= DRAWN - refused
    later = found.card.errors["sorting_right_share"]
    assert later.n == found.card.facts["later"] <= 75
    tested = found.frame[found.frame["test_label"] != ""]
    assert (len(tested), set(tested["source"])) == (later.n, {"complaint"})
    assert (tested["test_label"] == tested["label"]).mean() == pytest.approx(later.value)


def test_the_error_on_comments_is_unknown_until_enough_of_the_drawn_are_decided() -> None:
    every = with_comments(60, judged=30, wrong=0)
    right = sorted_texts(every, every).card.errors["sorting_comments_right_share"]
    assert np.isnan(right.value)
    assert 0 < right.n < right.needed == NEEDED
    undecided = with_comments(60, judged=0, wrong=0)
    same = sorted_texts(undecided, undecided).frame["to_check"]
    assert same.tolist() == sorted_texts(every, every).frame["to_check"].tolist()
