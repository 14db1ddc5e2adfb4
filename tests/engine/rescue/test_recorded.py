from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.contracts import relation_frame
from engine.rescue.recorded import Trial, kept, pooled, trials
from engine.rescue.success import SuccessPrior, effect

NO_EXITS = relation_frame("exits")


def rescues(rows: list[dict[str, object]]) -> pd.DataFrame:
    known = {"customer_id": "a", "day": "2025-03-01", "measure": "call", "is_control": 0.0, "outcome": None}
    frame = pd.DataFrame([known | row for row in rows])
    return relation_frame("rescues", frame.assign(day=pd.to_datetime(frame["day"])))


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("stayed", 1.0),
        ("stayed again", 1.0),
        ("won-back", 1.0),
        ("挽回成功", 1.0),
        ("是", 1.0),
        ("not seen", 0.0),
        ("left", 0.0),
        ("Not stayed", 0.0),
        ("已流失", 0.0),
        ("未挽回", 0.0),
        ("no", 0.0),
        ("no answer", np.nan),
        ("", np.nan),
    ],
)
def test_outcomes_are_read_from_words(words: str, meaning: float) -> None:
    found = kept(rescues([{"outcome": words}]))
    assert found.iloc[0] == pytest.approx(meaning, nan_ok=True)


def test_where_words_say_nothing_money_does() -> None:
    found = kept(
        rescues(
            [
                {"outcome_amount": 12.0},
                {"outcome_amount": 0.0},
                {},
                {"outcome": "left", "outcome_amount": 3.0},
            ]
        )
    )
    assert found.tolist() == pytest.approx([1.0, 0.0, np.nan, 0.0], nan_ok=True)


def test_trials_by_hand() -> None:
    """Two asked (one kept), three left alone (two kept); asking cost 2, taking it 5 more; half took it."""
    frame = rescues(
        [
            {"outcome": "stayed", "cost": 7.0, "accepted": 1.0},
            {"outcome": "left", "cost": 2.0, "accepted": 0.0},
            {"outcome": "stayed", "is_control": 1.0},
            {"outcome": "stayed", "is_control": 1.0},
            {"outcome": "left", "is_control": 1.0},
        ]
    )
    assert trials(frame, NO_EXITS) == (Trial("call", False, 2, 1, 3, 2, 2.0, 5.0, 0.5),)


def test_an_outcome_that_nobody_knows_counts_for_the_cost_only() -> None:
    (found,) = trials(rescues([{"cost": 4.0}, {"outcome": "stayed", "cost": 6.0}]), NO_EXITS)
    assert (found.asked, found.contact_cost, found.offer_cost) == (1, 5.0, 0.0)
    assert np.isnan(found.redeemed)


def test_who_had_left_is_counted_apart() -> None:
    exits = relation_frame(
        "exits",
        pd.DataFrame({"customer_id": ["a", "b"], "day": pd.to_datetime(["2025-01-01", "2025-03-01"])}),
    )
    found = trials(rescues([{"outcome": "returned"}, {"customer_id": "b", "outcome": "left"}]), exits)
    assert [(trial.of_leavers, trial.asked, trial.asked_kept) for trial in found] == [
        (False, 1, 0),
        (True, 1, 1),
    ]


def test_pooling_adds_up() -> None:
    assert pooled(()) is None
    both = pooled((Trial("a", False, 2, 1, 3, 2), Trial("b", False, 5, 4, 1, 0)))
    assert both is not None
    assert (both.asked, both.asked_kept, both.control, both.control_kept) == (7, 5, 4, 2)


def test_who_was_left_alone_for_all_measures_is_the_control_group_of_each() -> None:
    rows = [{"measure": "nothing", "is_control": 1.0, "outcome": "stayed"}] * 3
    frame = rescues([*rows, {"measure": "call", "outcome": "left"}, {"measure": "gift", "outcome": "stayed"}])
    found = trials(frame, NO_EXITS)
    assert [(trial.measure, trial.control, trial.control_kept) for trial in found] == [
        ("call", 3, 3),
        ("gift", 3, 3),
    ]
    both = pooled(found)
    assert both is not None
    assert (both.asked, both.control) == (2, 3)


def test_published_rates_of_a_mailing(datasets: Path) -> None:
    """Hillstrom, 30 % slice: visits .18179 (men's mail), .150935 (women's), .107028 left alone."""
    rows = pd.read_csv(datasets / "hillstrom" / "dev_slice_30pct.csv.gz")
    frame = rescues(
        [
            {
                "measure": segment,
                "is_control": float(segment == "No E-Mail"),
                "outcome": "yes" if visit else "no",
            }
            for segment, visit in zip(rows["segment"], rows["visit"], strict=True)
        ]
    )
    men, women = trials(frame, NO_EXITS)
    rng, prior = np.random.default_rng(1), SuccessPrior(0.3, 20.0)
    for trial, rate in ((men, 0.18179), (women, 0.150935)):
        assert trial.asked_kept / trial.asked == pytest.approx(rate, abs=5e-6)
        assert trial.control_kept / trial.control == pytest.approx(0.107028, abs=5e-7)
        found = effect(trial, prior, 0.05, rng)
        assert found.uplift.value == pytest.approx(rate - 0.107028, abs=5e-4)
        assert found.uplift.low > 0.03
        assert found.prior_weight < 0.01


def test_nothing_recorded_is_nothing_tried() -> None:
    assert trials(relation_frame("rescues"), NO_EXITS) == ()
