"""Is talk told in customers lost and won?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.word_of_mouth import TALKERS, talk_figures, talk_sentence
from tests.dashboard.presenters.assessed_customers import grounds

NAMES = ["told_bad", "lost_by_talk", "told_good", "won_by_talk"]


def tables(*values: float):
    frame = pd.DataFrame(
        {"figure": NAMES, "value": values, "low": 1.0, "high": 9_000.0, "n": 50, "needed": 30}
    )
    return lambda _: frame


def test_talk_is_told_with_its_interval_and_what_it_comes_to():
    known = tables(4_400.0, 44.0, 30_000.0, 30.0)
    assert [figure.value for figure in talk_figures(known, grounds())] == ["4,400", "44", "30,000", "30"]
    assert talk_sentence(known, grounds()) == "Talk loses 14 more customers than it wins."
    assert talk_sentence(tables(0.0, 0.0, 9.0, 9.0), grounds("zh_CN")) == "口碑赢得的客户比失去的多9位。"
    assert len(TALKERS) == len(NAMES)


def test_what_nobody_answered_is_not_said():
    assert talk_sentence(tables(*[float("nan")] * 4), grounds()) == ""
