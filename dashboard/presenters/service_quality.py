"""By how much does each dimension of service quality fall short, and how much does it matter?"""

from __future__ import annotations

import pandas as pd

from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.answered_figures import trends, with_response
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import Kind, Shown, estimate_of, in_rows, too_few, written
from dashboard.presenters.satisfaction import Tables
from engine.satisfaction.roles import SERVQUAL

_PARTS = ("expectation", "perception", "gap", "importance")


def gap_bars(tables: Tables, grounds: Grounds) -> pd.DataFrame:
    """Return the SERVQUAL gaps as bars, worst first in words; empty where no pair was asked."""
    found = tables("servqual")
    if found.empty:
        return pd.DataFrame(columns=["code", "word", "value", "label"])
    gaps = found[(found["part"] == "gap") & (found["n"] > 0)].rename(columns={"dimension": "code"})
    words = {name: grounds.reader.texts(f"experience.role.{name}") for name in SERVQUAL}
    return in_rows(gaps, words, "decimal", grounds.reader)


def gap_trend(tables: Tables, grounds: Grounds) -> dict[str, pd.DataFrame]:
    """Return each dimension's gap quarter by quarter, where two quarters are known."""
    dimensions = tuple(Shown(name, "servqual_gap", "decimal") for name in SERVQUAL)
    return trends(tables("satisfaction_trend"), dimensions, 2, grounds.reader)


def dimension_rows(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return what was expected of each dimension, perceived, and how much it matters, with labels.

    A row leads to the pairs of its dimension; importance has a column where points were given.
    """
    texts, found = grounds.reader.texts, tables("servqual")
    if found.empty:
        return pd.DataFrame(), {}
    asked = found[found["n"] > 0]
    dimensions = [name for name in SERVQUAL if name in set(asked.loc[asked["part"] == "gap", "dimension"])]
    parts = [part for part in _PARTS if part in set(asked["part"])]
    rows = pd.DataFrame(
        {
            "dimension": [texts(f"experience.role.{name}") for name in dimensions],
            **{part: [_part(found, name, part, grounds) for name in dimensions] for part in parts},
            "answers": [_respondents(found, name, tables, grounds) for name in dimensions],
        },
        index=pd.Index([AnswerFilters(name) for name in dimensions], dtype=object),
    )
    return rows, {str(name): texts(f"answers.dimension.{name}") for name in rows}


def _respondents(found: pd.DataFrame, dimension: str, tables: Tables, grounds: Grounds) -> str:
    """Return how many gave both, and which share of those who were asked answered."""
    count = grounds.reader.formats.count(estimate_of(found, dimension=dimension, part="gap").n)
    return with_response(count, dimension, tables("response_rates"), grounds.reader)


def _part(found: pd.DataFrame, dimension: str, part: str, grounds: Grounds) -> str:
    """Return a mean with its interval; importance also with how many gave points."""
    texts, one = grounds.reader.texts, estimate_of(found, dimension=dimension, part=part)
    if not one.is_defined:
        return too_few(one, grounds.reader)
    kind: Kind = "index" if part == "importance" else "decimal"
    value, low, high = (written(end, kind, grounds.reader) for end in (one.value, one.low, one.high))
    message = "answers.with_count" if part == "importance" else "experience.with_interval"
    count = {"count": one.n} if part == "importance" else {}
    return texts(message, value=value, low=low, high=high, **count)
