"""Which rules that a person can read tell who leaves, and how often were they right?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.terms import term
from engine.churn.factors import FACTORS

RULES = "churn_rules"
_COMPLAINT = "complaint_"


@dataclass(frozen=True)
class RuleLine:
    """A rule of the tree in words: what holds of a customer, how many of these left, and their worth."""

    share: str
    record: str
    conditions: str


def rule_lines(rules: pd.DataFrame, reader: Reader) -> tuple[RuleLine, ...]:
    """Return the tree's rules in words, the riskiest first.

    ``rules`` has a row a condition, as the engine stores them; without any there is no line.
    """
    texts, formats = reader.texts, reader.formats
    lines = []
    for _, conditions in rules.groupby("rule") if len(rules) else ():
        first = conditions.iloc[0]
        ends = {end: formats.percent(first[f"left_share_{end}"], 0) for end in ("low", "high")}
        share = texts("warning.bounded", value=formats.percent(first["left_share"], 0), **ends)
        said = texts("comparison.rule.and").join(_condition(one, reader) for _, one in conditions.iterrows())
        record = texts(
            "comparison.rule.record",
            count=int(first["customers"]),
            left=int(first["left"]),
            value=formats.money(first["value"]),
        )
        lines.append(RuleLine(share, record, texts("comparison.rule.if", conditions=said)))
    return tuple(lines)


def column_words(name: str, reader: Reader) -> str:
    """Return what a model's column is called: our own by a text, those of files by their own name."""
    texts = reader.texts
    if texts.has(f"comparison.column.{name}"):
        return texts(f"comparison.column.{name}")
    if name.startswith(_COMPLAINT) and name.removeprefix(_COMPLAINT) in FACTORS:
        cause = term("cause", name.removeprefix(_COMPLAINT), texts)
        return texts("comparison.column.complaint", cause=cause)
    kind, is_named, own = name.partition(": ")
    return texts("comparison.column.named", kind=column_words(kind, reader), name=own) if is_named else name


def _condition(one: pd.Series, reader: Reader) -> str:
    parameters = {"column": column_words(str(one["column"]), reader)}
    for name in ("low", "high"):
        if not math.isnan(one[name]):
            parameters[name] = _number(float(one[name]), reader)
    if not pd.isna(one["text"]):
        parameters["text"] = str(one["text"])
    return reader.texts(str(one["message_id"]), **parameters)


def _number(value: float, reader: Reader) -> str:
    digits = 3 if abs(value) < 1 else 1
    return reader.formats.count(value) if abs(value) >= 100 else reader.formats.decimal(value, digits)
