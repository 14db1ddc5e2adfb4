import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from engine.satisfaction.answers import answers_of
from engine.satisfaction.intervals import mean_estimate
from engine.satisfaction.scores import csat, effort_score, net_promoter, net_promoter_estimate
from tests.engine.satisfaction.survey_rows import answer, item, relations_of

DAY = dt.date(2025, 6, 30)


def answers(scores: list[float], role: str, low: float = 0, high: float = 10) -> pd.DataFrame:
    given = [answer(f"c{number}", "q", score) for number, score in enumerate(scores)]
    return answers_of(relations_of(given, [item("q", role, low, high)]), DAY).frame


def test_top_two_boxes_by_hand() -> None:
    found = csat(answers([5] * 10 + [4] * 20 + [3] * 10, "csat", 1, 5))
    assert (found.value, found.n) == (0.75, 40)


def test_net_promoter_by_hand_and_its_points_sum_to_it() -> None:
    """12 promoters, 8 passives, 20 detractors of 40: 30 % − 50 % = −20 %; 3 of the passives ticked 7."""
    found = net_promoter(answers([9] * 7 + [10] * 5 + [7] * 3 + [8] * 5 + [6] * 15 + [0] * 5, "nps"))
    assert found.score.value == pytest.approx(-0.20)
    assert found.points["contribution"].sum() == pytest.approx(found.score.value, abs=1e-15)
    by_range = found.points.set_index(["lowest", "highest"])["contribution"]
    assert by_range[(0, 0)] == pytest.approx(-5 / 40)
    assert [one for one in by_range.index if one[0] >= 7] == [(7, 8), (9, 9), (10, 10)]
    assert (found.promoters.value, found.passives.value, found.detractors.value) == (0.3, 0.2, 0.5)


def test_points_of_few_stand_together_and_still_sum_to_the_score() -> None:
    """2, 1, 0 and 7 people gave 0 to 3: together 10; the 3 of the 10s stand with the 9s."""
    counts = {0: 2, 1: 1, 3: 7, 4: 13, 6: 4, 7: 9, 8: 6, 9: 20, 10: 3}
    found = net_promoter(answers([float(p) for p, n in counts.items() for _ in range(n)], "nps"))
    assert found.points[["lowest", "highest", "count"]].to_numpy().tolist() == [
        [0, 3, 10],
        [4, 6, 17],
        [7, 7, 9],
        [8, 8, 6],
        [9, 10, 23],
    ]
    assert found.points["contribution"].sum() == pytest.approx((23 - 27) / 65, abs=1e-15)


def test_a_group_of_few_is_not_broken_out_nor_told_by_the_others() -> None:
    found = net_promoter(answers([9.0] * 20 + [7.0] * 16 + [2.0] * 4, "nps"))
    assert found.score.value == pytest.approx(16 / 40)
    assert found.points.empty
    assert math.isnan(found.promoters.value)
    assert found.promoters.n == 40
    nobody = net_promoter(answers([9.0] * 20 + [7.0] * 20, "nps"))
    assert (nobody.detractors.value, nobody.points["share"].sum()) == (0.0, 1.0)


def test_net_promoter_interval_by_hand() -> None:
    """Three answers added: 12.75 and 20.75 of 43, so s² = 33.5/43 − (8/43)², half = 1.96 √(s²/43)."""
    found = net_promoter_estimate(12, 20, 40)
    half = 1.959964 * math.sqrt((33.5 / 43 - (8 / 43) ** 2) / 43)
    assert (found.low, found.high) == pytest.approx((-8 / 43 - half, -8 / 43 + half), abs=1e-6)


def test_a_unanimous_few_are_not_sure() -> None:
    found = net_promoter_estimate(30, 0, 30)
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low < 0.95


def test_net_promoter_interval_holds_what_it_promises() -> None:
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(600):
        groups = rng.multinomial(60, [0.35, 0.40, 0.25])
        found = net_promoter_estimate(int(groups[0]), int(groups[2]), 60)
        held += found.low <= 0.10 <= found.high
    assert 0.93 <= held / 600 <= 0.98


def test_below_thirty_answers_there_is_no_figure() -> None:
    assert math.isnan(net_promoter(answers([9.0] * 29, "nps")).score.value)
    assert math.isnan(csat(answers([5.0] * 29, "csat", 1, 5)).value)
    found = effort_score(answers([2.0] * 29, "ces", 1, 7))
    assert (found.n, found.needed) == (29, 30)
    assert math.isnan(found.value)


def test_effort_on_two_scales_stands_on_that_of_most_answers() -> None:
    """Twenty 3 of 1-7, and ten 4 of 1-5, which is 5.5 of 1-7: (60 + 55) / 30."""
    given = [answer(f"c{n}", "q" if n < 20 else "r", 3.0 if n < 20 else 4.0) for n in range(30)]
    asked = [item("q", "ces", 1, 7), item("r", "ces", 1, 5)]
    found = effort_score(answers_of(relations_of(given, asked), DAY).frame)
    assert found.value == pytest.approx(115 / 30)


def test_mean_and_interval_by_hand() -> None:
    """1 … 9: mean 5, sd √7.5, t(8) 2.306: half = 2.306 √(7.5/9) = 2.10508."""
    found = mean_estimate(np.arange(1.0, 10.0), needed=5)
    assert (found.value, found.high - found.value) == pytest.approx((5.0, 2.10508), abs=1e-4)


def test_equal_weights_change_nothing() -> None:
    values = np.array([1.0, 4.0, 2.0, 8.0, 5.0])
    plain, weighted = mean_estimate(values, needed=2), mean_estimate(values, np.full(5, 3.0), needed=2)
    assert (plain.value, plain.low, plain.high) == pytest.approx(
        (weighted.value, weighted.low, weighted.high)
    )


def test_satisfied_or_not_counts_the_best_answer_alone() -> None:
    found = csat(answers([1.0] * 30 + [2.0] * 20, "csat", 1, 2))
    assert (found.value, found.n) == (pytest.approx(0.4), 50)


def test_who_answers_several_questions_of_satisfaction_counts_once() -> None:
    """Everybody ticks 5 and 3: half of their answers are content, of 40 people, not of 80."""
    given = [answer(f"c{n}", name, score) for n in range(40) for name, score in (("p", 5.0), ("q", 3.0))]
    items = [item("p", "csat", 1, 5), item("q", "csat", 1, 5)]
    found = csat(answers_of(relations_of(given, items), DAY).frame)
    assert (found.value, found.n) == (0.5, 40)


def test_who_answers_two_questions_of_recommendation_is_one_person() -> None:
    """Of 40 people 24 tick 9 twice, 16 tick 5 twice: the score of 80 answers, but as sure as of 40 people."""
    given = [answer(f"c{n}", q, 9.0 if n < 24 else 5.0) for n in range(40) for q in "qr"]
    frame = answers_of(relations_of(given, [item("q", "nps"), item("r", "nps")]), DAY).frame
    found = net_promoter(frame)
    assert (found.score.value, found.score.n, found.promoters.n) == (pytest.approx(0.2), 40, 40)
    assert found.points["contribution"].sum() == pytest.approx(0.2, abs=1e-15)
    alone = mean_estimate(np.array([1.0] * 24 + [-1.0] * 16))
    assert (found.score.low, found.score.high) == pytest.approx((alone.low, alone.high))
