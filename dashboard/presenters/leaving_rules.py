"""Which rules that a person can read tell who leaves, and how often were they right?"""

from __future__ import annotations

import math

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.terms import term
from engine.churn.factors import FACTORS

RULES = "churn_rules"
_COMPLAINT = "complaint_"


def rule_table(rules: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return the tree's rules in words, the riskiest first, headed in the reader's language.

    ``rules`` has a row a condition, as the engine stores them; without any it is empty.
    """
    texts, formats = reader.texts, reader.formats
    rows = []
    for _, conditions in rules.groupby("rule") if len(rules) else ():
        first = conditions.iloc[0]
        ends = {end: formats.percent(first[f"left_share_{end}"], 0) for end in ("low", "high")}
        share = texts("warning.bounded", value=formats.percent(first["left_share"], 0), **ends)
        said = texts("comparison.rule.and").join(_condition(one, reader) for _, one in conditions.iterrows())
        count = formats.count(first["customers"])
        rows.append((said, share, count, formats.count(first["left"]), formats.money(first["value"])))
    names = ("rule", "left_share", "customers", "left", "value")
    return pd.DataFrame(rows, columns=[texts(f"comparison.rule.{name}") for name in names])


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
