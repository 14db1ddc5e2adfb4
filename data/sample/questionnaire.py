"""What does the questionnaire ask, and what do people tick, leave out and write?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

DIMENSIONS = ("reliability", "tangibles", "responsiveness", "assurance", "empathy")
VALUES = ("product", "service", "personnel", "image")
COSTS = ("money", "time", "energy", "psychic")
# What people write by their worst dimension or under "praise": pairs of English and Chinese.
Words = Mapping[str, tuple[tuple[str, str], ...]]
# What is ticked where a question doesn't concern somebody; only scales that begin at 1 have it.
NOT_APPLICABLE = 0
_LEFT_OUT = 0.035
_ANONYMOUS = 0.10
_RANKS = 0.6
_IMPORTANCE = np.array([0.32, 0.12, 0.22, 0.18, 0.16])
# Points are given in fives, 100 in all.
_POINTS, _SHARES = 5, 20
_WRITES, _WRITES_WHEN_CROSS = 0.16, 0.55
_CROSS_BELOW = -0.9
# What the short form asks.
_SHORT = ("satisfaction", "recommendation", "effort")


@dataclass(frozen=True)
class Item:
    """A question: its code and words, what it measures, its scale.

    ``column`` names the ticked answer in a frame of questionnaires, ``expected`` that of the
    expectation where both are asked; ``not_applicable`` is the share whom it doesn't concern.
    """

    code: str
    words: str
    role: str
    low: int
    high: int
    column: str
    expected: str = ""
    not_applicable: float = 0.0


_DIMENSION_WORDS = (
    "They keep what they promise",
    "Rooms, devices and papers look as they should",
    "They help at once",
    "I feel safe with them",
    "They see the person in me",
)
_VALUE_WORDS = ("What I get is good", "The service is good", "The staff are good", "It is a good name")
_LOYALTY = {
    "price_sensitivity": ("If the price rose, I would leave", 3.4, -0.35),
    "time_to_choose": ("I compare for long before I choose", 3.2, -0.25),
    "attention_to_rivals": ("I look at what others offer", 3.5, -0.45),
    "attention_to_brand": ("I follow what is new with you", 4.3, 0.45),
    "share_of_needs": ("Most of what I need of this kind I get from you", 4.5, 0.35),
    "tolerance": ("I can overlook a fault now and then", 4.4, 0.50),
    "loyalty_intention": ("I will choose you again", 5.2, 0.60),
}
_COST_WORDS = ("It costs much money", "It costs much time", "It costs much effort", "It costs nerves")
ITEMS = (
    *(
        Item(f"D{number}", words, name, 1, 7, f"{name}_p", f"{name}_e", 0.03)
        for number, (name, words) in enumerate(zip(DIMENSIONS, _DIMENSION_WORDS, strict=True), start=1)
    ),
    Item("G1", "Overall, how satisfied are you?", "satisfaction", 1, 5, "csat"),
    Item(
        "G2", "What did you expect, and what did you get?", "experience", 0, 10, "experience", "expectation"
    ),
    Item("G3", "Would you recommend us?", "recommendation", 0, 10, "nps"),
    Item("G4", "How much effort did it cost you to get what you needed?", "effort", 1, 7, "effort", "", 0.09),
    *(
        Item(f"V{number}", words, f"value_{name}", 1, 7, f"value_{name}", "", 0.02)
        for number, (name, words) in enumerate(zip(VALUES, _VALUE_WORDS, strict=True), start=1)
    ),
    *(
        Item(f"C{number}", words, f"cost_{name}", 1, 7, f"cost_{name}", "", 0.02)
        for number, (name, words) in enumerate(zip(COSTS, _COST_WORDS, strict=True), start=1)
    ),
)
LOYALTY_ITEMS = tuple(
    Item(f"L{number}", words, name, 1, 7, name, "", 0.02)
    for number, (name, (words, _, _)) in enumerate(_LOYALTY.items(), start=1)
)


def tick(
    rng: np.random.Generator, expectation: np.ndarray, satisfaction: np.ndarray, hurt: np.ndarray
) -> dict[str, np.ndarray]:
    """Return whole answers on their scales: the five dimensions, CSAT, NPS and effort.

    ``satisfaction`` is about 0 on average; ``hurt`` is what a failure takes off each of the
    dimensions (1-7), person x dimension.
    """
    count = len(satisfaction)
    answers = {
        "expectation": expectation.round(),
        "experience": np.clip(expectation + satisfaction, 0.0, 10.0).round(),
        "true_satisfaction": satisfaction,
    }
    for number, dimension in enumerate(DIMENSIONS):
        expected = np.clip(rng.normal(5.6, 0.8, count), 1.0, 7.0)
        perceived = expected + 0.45 * satisfaction - hurt[:, number]
        perceived += rng.normal(0.0, 0.6, count)
        answers[f"{dimension}_e"] = expected.round()
        answers[f"{dimension}_p"] = np.clip(perceived, 1.0, 7.0).round()
    answers["csat"] = np.clip(3.9 + 0.55 * satisfaction + rng.normal(0.0, 0.5, count), 1.0, 5.0).round()
    answers["nps"] = np.clip(7.7 + 1.25 * satisfaction + rng.normal(0.0, 1.1, count), 0.0, 10.0).round()
    answers["effort"] = np.clip(2.2 - 0.7 * satisfaction + rng.normal(0.0, 0.8, count), 1.0, 7.0).round()
    return answers


def with_values(rng: np.random.Generator, questionnaires: pd.DataFrame) -> pd.DataFrame:
    """Return the questionnaires with what customers gain (four values) and give (four costs), 1-7."""
    satisfaction = questionnaires["true_satisfaction"].to_numpy()
    more = {}
    for name in VALUES:
        drawn = 5.1 + 0.55 * satisfaction + rng.normal(0.0, 0.9, len(satisfaction))
        more[f"value_{name}"] = np.clip(drawn, 1.0, 7.0).round()
    for name in COSTS:
        drawn = 3.1 - 0.45 * satisfaction + rng.normal(0.0, 0.9, len(satisfaction))
        more[f"cost_{name}"] = np.clip(drawn, 1.0, 7.0).round()
    return questionnaires.assign(**more)


def with_loyalty(rng: np.random.Generator, questionnaires: pd.DataFrame) -> pd.DataFrame:
    """Return the questionnaires with the indicators of loyalty, 1-7: a mean, and a slope on satisfaction."""
    satisfaction = questionnaires["true_satisfaction"].to_numpy()
    more = {}
    for name, (_, mean, slope) in _LOYALTY.items():
        drawn = mean + slope * satisfaction + rng.normal(0.0, 1.5, len(satisfaction))
        more[name] = np.clip(drawn, 1.0, 7.0).round()
    return questionnaires.assign(**more)


def answers_file(
    rng: np.random.Generator,
    questionnaires: pd.DataFrame,
    words: Words,
    long_share: float,
) -> pd.DataFrame:
    """Return one row a question and questionnaire, as a survey tool would hand them out.

    ``questionnaires`` has ``customer_id``, ``day``, ``channel``, ``in_chinese`` and a column a
    question; ``long_share`` of them ask everything, the others only ``_SHORT``. Some stay
    anonymous, some questions are left out (empty) or don't concern somebody
    (``NOT_APPLICABLE``, below the scale). ``words`` has what people write by their worst
    dimension, and under "praise"; English and Chinese.
    """
    # Loyalty has draws of its own, so that every other answer stays what it was before it was asked.
    own = rng.spawn(1)[0]
    filled = with_loyalty(own, with_values(rng, questionnaires))
    count = len(filled)
    anonymous = rng.random(count) < _ANONYMOUS
    is_long = rng.random(count) < long_share
    about = pd.DataFrame(
        {
            "Questionnaire no.": [f"Q{number:05d}" for number in range(1, count + 1)],
            "Customer no.": filled["customer_id"].where(~anonymous, "").to_numpy(),
            "Answer date": filled["day"].to_numpy(),
            "Channel": filled["channel"].to_numpy(),
        }
    )
    comments, importance = _comments(rng, filled, words), _importance(rng, count)
    asked = [
        _asked(rng, item, about, filled).assign(
            Importance=importance[:, number] if number < len(DIMENSIONS) else np.nan,
            Comment=comments if item.role == "satisfaction" else "",
        )[is_long | (item.role in _SHORT)]
        for number, item in enumerate(ITEMS)
    ]
    asked += [
        _asked(own, item, about, filled).assign(Importance=np.nan, Comment="")[is_long]
        for item in LOYALTY_ITEMS
    ]
    every = pd.concat(asked, ignore_index=True)
    return every.sort_values(["Questionnaire no.", "Question code"], kind="stable", ignore_index=True)


def _asked(rng: np.random.Generator, item: Item, about: pd.DataFrame, filled: pd.DataFrame) -> pd.DataFrame:
    draws = rng.random((2, len(about)))
    score = np.where(draws[0] < item.not_applicable, NOT_APPLICABLE, filled[item.column].to_numpy())
    expected = filled[item.expected].to_numpy() if item.expected else np.full(len(about), np.nan)
    left_out = draws[1] < _LEFT_OUT
    row: dict[str, Any] = {
        "Question code": item.code,
        "Question": item.words,
        "Measures": item.role,
        "Scale from": item.low,
        "Scale to": item.high,
        "Expected": np.where(left_out, np.nan, expected),
        "Score": np.where(left_out, np.nan, score),
    }
    return about.assign(**row)


def _importance(rng: np.random.Generator, count: int) -> np.ndarray:
    """Return points by dimension, 100 in all; NaN of who doesn't give any."""
    points = rng.multinomial(_SHARES, rng.dirichlet(_IMPORTANCE * 14.0, size=count)) * float(_POINTS)
    return np.where((rng.random(count) < _RANKS)[:, None], points, np.nan)


def _comments(
    rng: np.random.Generator,
    filled: pd.DataFrame,
    words: Words,
) -> list[str]:
    gaps = np.column_stack([filled[f"{name}_p"] - filled[f"{name}_e"] for name in DIMENSIONS])
    worst = np.array([*DIMENSIONS, "praise"])[
        np.where(gaps.min(axis=1) >= -1.0, len(DIMENSIONS), gaps.argmin(axis=1))
    ]
    cross = filled["true_satisfaction"].to_numpy() < _CROSS_BELOW
    draws = rng.random((len(filled), 2))
    writes = draws[:, 0] < np.where(cross, _WRITES_WHEN_CROSS, _WRITES)
    choices = zip(
        worst.tolist(), writes.tolist(), filled["in_chinese"].tolist(), draws[:, 1].tolist(), strict=True
    )
    return [
        words[about][int(draw * len(words[about]))][in_chinese] if said else ""
        for about, said, in_chinese, draw in choices
    ]
