"""What is to be feared of this customer, why, by when, and what may be done about it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import Reader, is_undefined
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.terms import term
from dashboard.presenters.warnings import bounded, cause, chance, measure, when, when_if
from engine.churn.factors import FACTORS
from engine.rescue.measures import LEAVE_ALONE, LET_GO

_LEAST_SHARE: Final = 0.05


@dataclass(frozen=True)
class WarningView:
    """A customer's warning: a sentence, then line by line; ``missing`` says why there is none.

    ``causes`` are the factors with their shares in the excess risk, the largest first.
    """

    headline: str
    lines: tuple[tuple[str, str, str], ...]
    causes: tuple[tuple[str, float, str], ...]
    missing: str = ""


def warning_view(customer: pd.Series, grounds: Grounds) -> WarningView:
    """Return the warning of a customer, a row of an assessment."""
    texts = grounds.reader.texts
    if grounds.one_day and pd.isna(customer["expected_gain"]):
        return _of_one_day(customer, grounds)
    if pd.isna(customer["churn_probability"]) and pd.isna(customer["expected_gain"]):
        return WarningView("", (), (), texts("customer_warning.missing"))
    return WarningView(
        _headline(customer, grounds), tuple(_lines(customer, grounds)), _causes(customer, grounds)
    )


def _of_one_day(customer: pd.Series, grounds: Grounds) -> WarningView:
    """Return the likeness to those who left, where a table of one day is all that is known."""
    texts = grounds.reader.texts
    if customer["churn_state"] == "left":
        return WarningView("", (), (), texts("one_day.customer.left"))
    if pd.isna(customer["churn_probability"]):
        return WarningView("", (), (), texts("customer_warning.missing"))
    line = (
        texts("one_day.line.likeness"),
        chance(customer, grounds.reader),
        texts("one_day.meaning.likeness"),
    )
    return WarningView(texts("one_day.customer"), (line,), ())


def _headline(customer: pd.Series, grounds: Grounds) -> str:
    texts, reader = grounds.reader.texts, grounds.reader
    gain, code = customer["expected_gain"], customer["measure"]
    if is_undefined(float(gain)):
        return texts("customer_warning.no_gain")
    if code in (LET_GO, LEAVE_ALONE):
        return texts(f"customer_warning.{code}")
    said = {"measure": measure(customer, reader), "gain": reader.formats.money(gain)}
    return texts("customer_warning.worth", **said, ceiling=reader.formats.money(customer["rescue_ceiling"]))


def _lines(customer: pd.Series, grounds: Grounds) -> list[tuple[str, str, str]]:
    """Return name, value and meaning of each part of a warning."""
    reader, texts = grounds.reader, grounds.reader.texts
    has_left, talk = customer["churn_state"] == "left", customer["rescue_ceiling_talk"]
    values = {
        "chance": "" if has_left else chance(customer, reader),
        "when": "" if has_left else when(customer, reader),
        "cause": "" if has_left and pd.isna(customer["cause"]) else cause(customer, reader),
        "measure": measure(customer, reader),
        "offer": reader.formats.money(customer["offer_cost"]),
        "ceiling": bounded(customer, "rescue_ceiling", reader),
        "ceiling_kept": _kept(customer, reader),
        "ceiling_talk": "" if pd.isna(talk) else reader.formats.money(talk),
        "gain": bounded(customer, "expected_gain", reader),
    }
    meanings = {
        name: texts(f"customer_warning.meaning.{name}", months=grounds.horizon_months) for name in values
    }
    meanings["when"] = when_if(customer, grounds.horizon_months, reader) or meanings["when"]
    return [
        (texts(f"customer_warning.line.{name}", months=grounds.horizon_months), value, meanings[name])
        for name, value in values.items()
        if value
    ]


def _kept(customer: pd.Series, reader: Reader) -> str:
    """Return the part of the ceiling that is the customer's own value, kept by the measure."""
    kept = customer["rescue_ceiling"] - customer["rescue_ceiling_talk"]
    return "" if pd.isna(kept) else reader.formats.money(kept)


def _causes(customer: pd.Series, grounds: Grounds) -> tuple[tuple[str, float, str], ...]:
    shares = {factor: float(customer[f"cause_share_{factor}"]) for factor in FACTORS}
    known = sorted((share, factor) for factor, share in shares.items() if share >= _LEAST_SHARE)
    percent = grounds.reader.formats.percent
    return tuple(
        (term("cause", factor, grounds.reader.texts), share, percent(share, 0))
        for share, factor in reversed(known)
    )
