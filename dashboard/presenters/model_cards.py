"""What does a fitted model say of itself, in words that one can decide by?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.leaving_rules import column_words
from engine.cards import Compared, ModelCard
from engine.estimate import Estimate

_SHARES: Final = ("_share", "_rate", "_probability", "_bias")
# Population stability: below the first, nothing to speak of; above the second, another population.
_DRIFT_STEPS: Final = (0.10, 0.25)
_MOST_DRIFT: Final = 8
# What grows as time goes by moves in every company that isn't old: it is told, and not judged.
_GROWING: Final = frozenset(
    {
        "age_weeks",
        "recency_weeks",
        "frequency",
        "tenure_months",
        "contract_tenure_months",
        "contract_age_months",
        "repeat_purchases",
        "contracts_signed",
    }
)


@dataclass(frozen=True)
class ErrorLine:
    """A figure of a model's error on later data: its name, value with interval, and how to read it."""

    label: str
    value: str
    meaning: str


@dataclass(frozen=True)
class ModelView:
    """A model's card in words.

    ``calibration`` has ``predicted``, ``observed``, ``low``, ``high``, ``n`` and ``label``, and ``axes``
    names the first two;
    ``compared`` is text, a row a method; ``drift`` has ``feature`` and ``said``; ``handled`` says how
    many values were unknown, rare or new.
    """

    name: str
    title: str
    is_ok: bool
    about: str
    gates: tuple[str, ...]
    errors: tuple[ErrorLine, ...]
    calibration: pd.DataFrame
    calibration_alt: str
    calibration_said: str
    axes: tuple[str, str]
    compared: pd.DataFrame
    drift_said: str
    drift: tuple[str, ...]
    not_for: tuple[str, ...]
    handled: str = ""


def model_view(card: ModelCard, reader: Reader) -> ModelView:
    """Return what a model's card says."""
    texts = reader.texts
    bins = calibration(card, reader)
    return ModelView(
        name=card.name,
        title=texts(f"models.{card.name}.title"),
        is_ok=card.status == "ok",
        about=_about(card, reader),
        gates=gate_lines(card, reader),
        errors=tuple(error_line(name, found, reader) for name, found in card.errors.items()),
        calibration=bins,
        calibration_alt=texts("warning.comma").join(bins["label"]) if len(bins) else "",
        calibration_said=texts(own_words(card.name, "caption", reader)),
        axes=(
            texts(own_words(card.name, "predicted", reader)),
            texts(own_words(card.name, "observed", reader)),
        ),
        compared=compared_table(card.compared, reader),
        drift_said=_drift_said(card, reader),
        drift=tuple(_drift_lines(card, reader)),
        not_for=tuple(texts(f"models.not_for.{code}") for code in card.not_for),
        # An assessment older than the count of unknown values says nothing of it.
        handled=_handled(card, reader) if "unknown_rows" in card.facts else "",
    )


def _handled(card: ModelCard, reader: Reader) -> str:
    said = reader.texts("models.handled", **card.facts)
    new = int(card.facts.get("new_rows", 0))
    return f"{said} {reader.texts('models.handled.new', count=new)}" if new else said


def gate_lines(card: ModelCard, reader: Reader) -> tuple[str, ...]:
    """Return what a model needs at least, and what there is."""
    return tuple(
        reader.texts(
            f"models.gate_{'met' if gate.is_met else 'missed'}",
            gate=reader.texts(f"models.gate.{gate.name}", count=gate.count, needed=gate.needed),
        )
        for gate in card.gates
    )


def error_line(name: str, found: Estimate, reader: Reader) -> ErrorLine:
    """Return an error with its interval, and what its size means."""
    return ErrorLine(
        reader.texts(f"models.error.{name}"),
        written(name, found, reader),
        reader.texts(f"models.error_means.{name}"),
    )


def written(name: str, found: Estimate, reader: Reader) -> str:
    """Return an error's value with its interval: shares as percentages."""
    if not found.is_defined:
        return UNDEFINED
    value = _number(name, found.value, reader)
    if math.isnan(found.low) or math.isnan(found.high):
        return value
    low, high = (_number(name, bound, reader) for bound in (found.low, found.high))
    return reader.texts("warning.bounded", value=value, low=low, high=high)


def own_words(name: str, part: str, reader: Reader) -> str:
    """Return the id of a model's words for its calibration, its own where it has them."""
    own = f"models.{name}.calibration.{part}"
    return own if reader.texts.has(own) else f"models.calibration.{part}"


def calibration(card: ModelCard, reader: Reader) -> pd.DataFrame:
    """Return predicted beside observed shares, with the words of each bin."""
    percent = reader.formats.percent
    rows = [
        {
            "predicted": one.predicted,
            "observed": one.observed,
            "low": one.low,
            "high": one.high,
            "n": one.n,
            "label": reader.texts(
                own_words(card.name, "label", reader),
                predicted=percent(one.predicted),
                observed=percent(one.observed),
                count=one.n,
            ),
        }
        for one in card.calibration
    ]
    return pd.DataFrame(rows, columns=["predicted", "observed", "low", "high", "n", "label"])


def compared_table(compared: tuple[Compared, ...], reader: Reader) -> pd.DataFrame:
    """Return methods side by side as text; the one in use is named so. Empty where none were compared."""
    names = list(dict.fromkeys(name for one in compared for name in one.figures))
    rows = []
    for one in compared:
        method = reader.texts(f"models.method.{one.method}")
        said = reader.texts("models.method_in_use", method=method) if one.is_default else method
        cells = {name: written(name, one.figures.get(name, Estimate(math.nan)), reader) for name in names}
        rows.append({"method": said, **cells})
    table = pd.DataFrame(rows, columns=["method", *names])
    headings = {name: reader.texts(f"models.error.{name}") for name in names}
    return table.rename(columns={"method": reader.texts("models.compared.method"), **headings})


def _about(card: ModelCard, reader: Reader) -> str:
    if card.status != "ok":
        return reader.texts("models.too_little")
    facts: dict[str, object] = dict(card.facts)
    for name, value in card.facts.items():
        if isinstance(value, float) and name.endswith(_SHARES):
            facts[name] = reader.formats.percent(value)
    days = {"first": card.data_from, "last": card.data_to}
    return reader.texts(f"models.{card.name}.about", **{**days, **facts})


def _number(name: str, value: float, reader: Reader) -> str:
    if name.endswith(_SHARES):
        return reader.formats.percent(value)
    if name.endswith("_profit"):
        return reader.formats.money(value)
    return reader.formats.decimal(value, 2)


def _drift_said(card: ModelCard, reader: Reader) -> str:
    if card.status != "ok":
        return ""
    if not card.drift:
        return reader.texts("models.drift.none_before")
    judged = [value for name, value in card.drift.items() if name not in _GROWING and not math.isnan(value)]
    step = sum(max(judged, default=0.0) >= edge for edge in _DRIFT_STEPS)
    said = reader.texts(f"models.drift.{('calm', 'some', 'much')[step]}")
    return reader.texts("models.drift.looked_at", said=said, count=len(card.drift))


def _drift_lines(card: ModelCard, reader: Reader) -> list[str]:
    known = {name: value for name, value in card.drift.items() if value >= _DRIFT_STEPS[0]}
    first = sorted(known, key=lambda name: (name in _GROWING, -known[name]))[:_MOST_DRIFT]
    return [
        reader.texts(
            "models.drift.grows" if name in _GROWING else "models.drift.line",
            feature=_feature(name, reader),
            psi=reader.formats.decimal(known[name], 2),
        )
        for name in first
    ]


def _feature(name: str, reader: Reader) -> str:
    """Return what is called so: what an assessment keeps by a text of its own, else as in the rules."""
    own = f"models.feature.{name}"
    return reader.texts(own) if reader.texts.has(own) else column_words(name, reader)
