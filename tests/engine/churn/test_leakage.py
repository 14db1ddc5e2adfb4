"""Columns that tell too much are found; what merely looks odd is shown. Then real files."""

import numpy as np
import pandas as pd
import pytest

from engine.churn.leakage import guarded, repeated_customers, strengths, suspects

SIZE = 1_000


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.fixture
def left(rng):
    return rng.random(SIZE) < 0.25


def reasons(frame, left):
    return {one.column: (one.reason, one.status) for one in suspects(frame, left)}


def test_an_honest_column_is_no_suspect(rng, left):
    frame = pd.DataFrame({"age": rng.normal(40, 10, SIZE) + 6.0 * left, "city": rng.choice(["A", "B"], SIZE)})
    assert reasons(frame, left) == {}


def test_the_outcome_under_another_name_is_found(rng, left):
    nearly = left.copy()
    nearly[:3] = ~nearly[:3]
    frame = pd.DataFrame({"complained": nearly.astype(float), "word": np.where(left, "gone", "here")})
    found = suspects(frame, left)
    assert [(one.column, one.reason) for one in found] == [
        ("complained", "same_as_outcome"),
        ("word", "same_as_outcome"),
    ]
    assert found[0].strength == pytest.approx(1.0, abs=0.01)
    assert found[0].rows == SIZE


def test_a_score_that_falls_on_two_sides_is_the_outcome(rng, left):
    satisfied = np.where(left, rng.integers(1, 3, SIZE), rng.integers(4, 6, SIZE)).astype(float)
    assert reasons(pd.DataFrame({"satisfaction": satisfied}), left)["satisfaction"][0] == "same_as_outcome"


def test_the_score_of_another_model_is_found(rng, left):
    frame = pd.DataFrame({"churn_score": rng.normal(size=SIZE) + 2.1 * left, "cltv": rng.normal(size=SIZE)})
    assert reasons(frame, left) == {"churn_score": ("score_of_a_model", "kept_out")}


def test_a_number_that_ranks_nearly_perfectly_is_found(rng, left):
    frame = pd.DataFrame({"days": np.round(rng.normal(size=SIZE) + 4.0 * left)})
    assert reasons(frame, left)["days"][0] in ("predicts_too_well", "same_as_outcome")


def test_what_is_known_of_leavers_only_is_found(left):
    frame = pd.DataFrame({"reason": pd.Series(np.where(left, "price", None), dtype="str")})
    assert reasons(frame, left) == {"reason": ("only_of_leavers", "kept_out")}


def test_what_looks_paradoxical_is_shown_and_used(rng, left):
    frame = pd.DataFrame({"satisfaction": np.clip(rng.normal(3.0 + 0.8 * left, 1.0), 1, 5)})
    found = guarded(frame, left, (), ())
    assert reasons(frame, left) == {"satisfaction": ("against_expectation", "shown")}
    assert found.kept_out == frozenset()


@pytest.mark.parametrize(
    ("name", "is_shown"),
    [("客户满意度", True), ("answer: nps", True), ("Dissatisfaction", False), ("不满意次数", False)],
)
def test_more_discontent_and_more_churn_is_no_paradox(rng, left, name, is_shown):
    frame = pd.DataFrame({name: np.clip(rng.normal(3.0 + 0.8 * left, 1.0), 1, 5)})
    assert (name in reasons(frame, left)) == is_shown


def test_the_user_decides(left):
    frame = pd.DataFrame({"flag": left.astype(float), "fine": np.arange(SIZE, dtype=float)})
    assert guarded(frame, left, (), ()).kept_out == {"flag"}
    trusting = guarded(frame, left, (), ("flag",))
    assert trusting.kept_out == frozenset()
    assert trusting.suspects[0].status == "trusted"
    assert guarded(frame, left, ("fine",), ("flag",)).kept_out == {"fine"}


def test_with_too_few_leavers_nothing_is_judged():
    left = np.arange(100) < 20
    assert suspects(pd.DataFrame({"flag": left.astype(float)}), left) == ()


def test_rows_alike_in_every_column_are_one_customer():
    frame = pd.DataFrame({"a": [1.0, 2.0, 1.0, np.nan, np.nan], "b": ["x", "x", "x", "y", "y"]})
    assert repeated_customers(frame).tolist() == [0, 1, 0, 2, 2]


def test_a_bank_whose_complaints_are_its_churn(datasets):
    """The published file with a complaint flag has it equal to churn in 9,986 of 10,000 rows; so here."""
    rows = pd.read_csv(datasets / "churn_modelling_bank" / "Churn_Modelling_no_surname.csv.gz")
    left = rows["Exited"].to_numpy() == 1
    complained = left.copy()
    complained[np.random.default_rng(0).choice(len(rows), 14, replace=False)] ^= True
    frame = rows.drop(columns=["Exited", "CustomerId"]).assign(Complain=complained.astype(float))
    assert reasons(frame, left) == {"Complain": ("same_as_outcome", "kept_out")}


def test_honest_files_have_no_suspects(datasets):
    telephone = pd.read_csv(datasets / "mlc_churn_5000" / "mlc_churn.csv")
    left = telephone["churn"].eq("yes").to_numpy()
    assert suspects(telephone.drop(columns=["churn", "rownames"]), left) == ()


@pytest.mark.parametrize("shares", [(1.0, 0.0), (0.9, 0.1), (0.5, 0.5)])
def test_a_text_that_tells_nothing_ranks_nobody(rng, left, shares):
    """By hand: a text that all have, or that has nothing to do with leaving, has an AUC of one half."""
    frame = pd.DataFrame({"city": pd.Series(rng.choice(["A", "B"], SIZE, p=shares), dtype="str")})
    assert strengths(frame, left)["city"] == pytest.approx(0.5, abs=0.05)
    assert reasons(frame, left) == {}


def test_a_text_of_its_own_for_each_customer_ranks_nobody(left):
    frame = pd.DataFrame({"word": pd.Series([f"customer {number}" for number in range(SIZE)], dtype="str")})
    assert strengths(frame, left)["word"] == pytest.approx(0.5, abs=0.01)
