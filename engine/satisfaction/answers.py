"""Which answers count: whose, when, to what, and where on its scale?

An answer "not applicable" has no score and is never averaged in; how many there were is counted.
A figure takes the last answer of each respondent to an item within its window, so that who is asked
often weighs no more than who is asked once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.contracts import Relations
from engine.one_spelling import one_spelling
from engine.satisfaction.roles import EASE, EXPECTATION_OF

ANSWER_COLUMNS = (
    "row_key",
    "respondent",
    "customer_id",
    "item_id",
    "role",
    "day",
    "channel",
    "score",
    "expectation",
    "importance",
    "scale_low",
    "scale_high",
)


@dataclass(frozen=True)
class Answers:
    """Answers with a score or an expectation up to a day, and how many had none.

    ``frame`` has ``ANSWER_COLUMNS``, in the order of days; ``respondent`` is unique over customers
    and the nameless, ``customer_id`` null for the latter.
    """

    frame: pd.DataFrame
    not_applicable: int
    unanswered: int

    @property
    def respondents(self) -> int:
        """Return how many people answered anything."""
        return int(self.frame["respondent"].nunique())

    def of(self, *roles: str) -> pd.DataFrame:
        """Return the answers to items of these roles."""
        return self.frame[self.frame["role"].isin(roles)]


def answers_of(relations: Relations, as_of: dt.date, since: dt.date | None = None) -> Answers:
    """Return what was answered up to ``as_of`` (from ``since`` on), not-applicable answers counted apart.

    What was expected in a question of its own stands beside the perceptions of the same respondent and
    day that it belongs to (``EXPECTATION_OF``), as if both had been asked in one. Ease is effort the other
    way round on its scale. A channel is one however it is spelt.
    """
    given = relations.up_to(as_of).survey_answers
    # Before a window is taken: else a channel would be called otherwise in another window.
    given = given.assign(channel=one_spelling(given["channel"]))
    if since is not None:
        given = given[given["day"] >= pd.Timestamp(since)]
    items = relations.survey_items.drop_duplicates("item_id").set_index("item_id")
    found = given.join(items[["role", "scale_low", "scale_high"]], on="item_id")
    found = found.assign(respondent=who_answered(found))
    skipped = found["is_not_applicable"].eq(1.0)
    scored = found["score"].notna() | found["expectation"].notna()
    kept = _as_effort(found[scored & ~skipped]).sort_values("day", kind="stable", ignore_index=True)
    unanswered = int((~scored & ~skipped).sum())
    paired = _with_expectations(kept[list(ANSWER_COLUMNS)])
    return Answers(paired, int(skipped.sum()), unanswered)


def who_answered(given: pd.DataFrame) -> pd.Series[str]:
    """Return who gave each answer, unique over customers and the nameless.

    Of an answer without any number of its respondent nobody knows which others are of the same person:
    it stands for one of its own.
    """
    alone = "?:" + given["row_key"].astype("str")
    nameless = ("r:" + given["respondent"]).fillna(alone)
    who = np.where(given["customer_id"].notna(), "c:" + given["customer_id"].fillna(""), nameless)
    return pd.Series(who, index=given.index, dtype="str")


def _as_effort(answers: pd.DataFrame) -> pd.DataFrame:
    is_ease = answers["role"] == EASE
    turned = answers["scale_low"] + answers["scale_high"] - answers["score"]
    return answers.assign(
        score=answers["score"].where(~is_ease, turned), role=answers["role"].mask(is_ease, "ces")
    )


def _with_expectations(answers: pd.DataFrame) -> pd.DataFrame:
    asked = answers["role"].isin(EXPECTATION_OF)
    if not asked.any():
        return answers
    keys = ["respondent", "role", "day"]
    own = answers[asked].assign(role=answers["role"].map(EXPECTATION_OF))
    expected = own.groupby(keys)["score"].mean().rename("expected")
    rest = answers[~asked].join(expected, on=keys)
    both = rest.assign(expectation=rest["expectation"].fillna(rest["expected"]))
    return both[list(ANSWER_COLUMNS)].reset_index(drop=True)


def latest(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the last answer of each respondent to each item."""
    return answers.drop_duplicates(["respondent", "item_id"], keep="last")


def on_scale(answers: pd.DataFrame) -> pd.Series[float]:
    """Return scores as a share of their scale, 0 its lowest and 1 its highest point; NaN without a scale."""
    return (answers["score"] - answers["scale_low"]) / _span(answers)


def on_one_scale(answers: pd.DataFrame) -> pd.DataFrame:
    """Return scores and expectations on the scale of most answers; as asked where there is but one."""
    scales = answers[["scale_low", "scale_high"]].value_counts()
    if len(scales) < 2:
        return answers
    low, high = scales.index[0]
    factor = (high - low) / _span(answers)
    moved = {name: low + (answers[name] - answers["scale_low"]) * factor for name in ("score", "expectation")}
    return answers.assign(**moved)


def _span(answers: pd.DataFrame) -> pd.Series[float]:
    return (answers["scale_high"] - answers["scale_low"]).where(lambda wide: wide > 0)


def answer_matrix(answers: pd.DataFrame, column: str = "score") -> pd.DataFrame:
    """Return one row a respondent and one column an item: the last answer of each, NaN where none."""
    last = latest(answers).set_index(["respondent", "item_id"])[column]
    return last.unstack("item_id").astype("float64")  # noqa: PD010 - one value a cell, nothing to aggregate


def role_scores(answers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a respondent and one column a role: the mean share of scale over its items."""
    last = latest(answers)
    shares = last.assign(share=on_scale(last)).dropna(subset=["share", "role"])
    return shares.pivot_table(index="respondent", columns="role", values="share", aggfunc="mean")
