"""How is the ceiling of one customer's rescue told, with what is owed kept apart from goodwill?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.assumption_words import source_words
from dashboard.presenters.figure import Explanation, Figure
from dashboard.presenters.grounds import formula_latex, formula_source
from dashboard.presenters.terms import term
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rescue.assumptions import Assumption
from engine.rescue.ceiling import RESCUE_CEILING, RESCUE_RULE, Ceiling
from engine.rescue.dry_cleaner import SECOND_LIFETIME, CausesCeiling, Cleaner, CleanerCase
from engine.rescue.word_of_mouth import LEAVER_TALK

Kind = Literal["money", "percent", "number", "years"]
_MOST_MONEY: Final = 1e9


@dataclass(frozen=True)
class Field:
    """What can be typed of a case: in money, per cent, years or a plain number, up to ``high``."""

    name: str
    kind: Kind
    is_main: bool = True
    low: float = 0.0

    @property
    def high(self) -> float:
        """Return the most that it can be, as it is shown."""
        return {"money": _MOST_MONEY, "percent": 100.0, "number": 1000.0, "years": 50.0}[self.kind]


FIELDS: Final = (
    Field("spend_per_year", "money"),
    Field("margin_rate", "percent"),
    Field("kept_per_year", "percent"),
    Field("years", "years", low=1.0),
    Field("garments_owed", "money"),
    Field("fee_owed", "money"),
    Field("goodwill", "money"),
    Field("success", "percent"),
    Field("unaided", "percent"),
    Field("contact_cost", "money", is_main=False),
    Field("discount_rate", "percent", is_main=False),
    Field("dissatisfied", "percent", is_main=False),
    Field("talk_left", "percent", is_main=False),
    Field("told", "number", is_main=False),
    Field("within_reach", "percent", is_main=False),
    Field("swayed", "percent", is_main=False),
)


@dataclass(frozen=True)
class CeilingView:
    """The answer: a sentence, what follows for claim and goodwill, its parts, what it rests on.

    ``owed`` and ``goodwill`` are figures apart from each other; ``assumptions`` and ``by_year``
    are text, headed in the reader's language.
    """

    headline: str
    claim: str
    owed: Figure
    goodwill: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    assumptions: pd.DataFrame
    by_year: pd.DataFrame


def shown(field: Field, value: float) -> float:
    """Return a value as the form shows it: shares in per cent."""
    return round(value * 100, 4) if field.kind == "percent" else value


def stored(typed: Mapping[str, float]) -> dict[str, float]:
    """Return what the form holds as it is computed with: per cent as shares (0-1)."""
    kinds = {field.name: field.kind for field in FIELDS}
    return {name: value / 100 if kinds[name] == "percent" else value for name, value in typed.items()}


def problems(typed: Mapping[str, float], reader: Reader) -> list[str]:
    """Return what is wrong with what the form holds, a sentence each; none if all is well."""
    return [
        reader.texts(
            "ceiling.problem.range",
            field=reader.texts(f"ceiling.field.{field.name}"),
            low=_typed(field, field.low, reader),
            high=_typed(field, field.high, reader),
        )
        for field in FIELDS
        if not field.low <= typed[field.name] <= field.high
    ]


def ceiling_view(
    case: Cleaner, found: CleanerCase, assumed: Mapping[str, Assumption], reader: Reader
) -> CeilingView:
    """Return what a case worked out says; ``assumed`` are its assumptions by name."""
    return CeilingView(
        headline=_headline(found, reader),
        claim=_claim(found, reader),
        owed=_owed(case, reader),
        goodwill=_goodwill(case, found, reader),
        parts=_parts(case, found, reader),
        assumptions=_assumptions(assumed, reader),
        by_year=_by_year(found, reader),
    )


def causes_table(
    case: Cleaner, shares: Mapping[str, float], found: CausesCeiling, reader: Reader
) -> pd.DataFrame:
    """Return the ceiling by cause, the likeliest first, and mixed by the chances of the causes, as text."""
    texts, percent = reader.texts, reader.formats.percent
    rows = []
    for cause, share in sorted(shares.items(), key=lambda one: -one[1]):
        talk = "talks" if case.rescue.dissatisfied[cause].value > 0 else "silent"
        of_cause = (term("cause", cause, texts), percent(share, 0), texts(f"ceiling.causes.{talk}"))
        rows.append((*of_cause, *_amounts(found.ceilings[cause], found.intervals[cause], reader)))
    last = (texts("ceiling.causes.mixed"), percent(1.0, 0), "")
    rows.append((*last, *_amounts(found.mix, found.mix_interval, reader)))
    names = ("cause", "chance", "talk", "from_return", "from_talk", "ceiling")
    return pd.DataFrame(rows, columns=[texts(f"ceiling.causes.{name}") for name in names])


def _amounts(one: Ceiling, known: Estimate, reader: Reader) -> tuple[str, str, str]:
    """Return the parts of a ceiling, and the ceiling with its interval."""
    money = reader.formats.money
    bounds = {"value": money(one.value), "low": money(known.low), "high": money(known.high)}
    return money(one.from_return), money(one.from_talk), reader.texts("warning.bounded", **bounds)


def _headline(found: CleanerCase, reader: Reader) -> str:
    decided, texts, money = found.decision, reader.texts, reader.formats.money
    amounts = {"ceiling": money(found.ceiling.value), "cost": money(decided.expected_cost)}
    if found.ceiling.value <= 0.0:
        said = texts("ceiling.headline.nothing", **amounts)
    else:
        said = texts(f"ceiling.headline.{'try' if decided.is_worth_trying else 'too_dear'}", **amounts)
    owed = (
        texts("ceiling.owed.some", owed=money(decided.owed)) if decided.owed else texts("ceiling.owed.none")
    )
    return texts("ceiling.headline.both", said=said, owed=owed)


def _claim(found: CleanerCase, reader: Reader) -> str:
    """Return how the claim compares with the ceiling, as if it were all goodwill."""
    owed, texts, money = found.decision.owed, reader.texts, reader.formats.money
    if not owed:
        return ""
    amounts = {"claim": money(owed), "ceiling": money(found.ceiling.value)}
    said = texts(f"ceiling.claim.{'below' if found.is_claim_below_ceiling else 'above'}", **amounts)
    if math.isnan(found.years_to_earn_claim):
        return texts("ceiling.claim.never_earned", said=said)
    return texts("ceiling.claim.earned", said=said, count=int(found.years_to_earn_claim))


def _owed(case: Cleaner, reader: Reader) -> Figure:
    money = reader.formats.money
    parts = {"goods": money(case.garments_owed), "fee": money(case.fee_owed)}
    return _figure(
        "owed", money(case.owed), RESCUE_RULE, reader, note=reader.texts("ceiling.note.owed", **parts)
    )


def _goodwill(case: Cleaner, found: CleanerCase, reader: Reader) -> tuple[Figure, ...]:
    texts, money, decided = reader.texts, reader.formats.money, found.decision
    most = decided.goodwill_at_most
    return (
        _figure(
            "goodwill_at_most",
            money(most) if math.isfinite(most) else texts("ceiling.no_limit"),
            RESCUE_RULE,
            reader,
            note=texts("ceiling.note.goodwill_at_most", offered=money(case.goodwill)),
        ),
        _figure(
            "expected_cost",
            money(decided.expected_cost),
            RESCUE_RULE,
            reader,
            note=texts(
                "ceiling.note.expected_cost",
                contact=money(case.contact_cost),
                offer=money(case.goodwill),
                chance=reader.formats.percent(case.success.value, 0),
            ),
        ),
    )


def _parts(case: Cleaner, found: CleanerCase, reader: Reader) -> tuple[Figure, ...]:
    texts, money, parts = reader.texts, reader.formats.money, found.ceiling
    known = found.ceiling_interval
    interval = texts("customer_file.interval", low=money(known.low), high=money(known.high))
    split = texts(
        "ceiling.note.ceiling", back=money(parts.from_return), talk=money(parts.from_talk), interval=interval
    )
    return (
        _figure("ceiling", money(parts.value), RESCUE_CEILING, reader, note=split, interval=interval),
        _figure("expected", money(parts.expected), RESCUE_CEILING, reader),
        _figure("untried", money(parts.if_untried), RESCUE_CEILING, reader),
        _figure("value", money(found.value), SECOND_LIFETIME, reader),
        _figure("talk", money(found.talk), LEAVER_TALK, reader),
        _chance("success", case.success, reader),
        _chance("unaided", case.unaided, reader),
    )


def _chance(name: str, one: Assumption, reader: Reader) -> Figure:
    figure = _figure(name, reader.formats.percent(one.value, 0), RESCUE_CEILING, reader)
    return Figure(figure.label, figure.value, figure.explanation, note=_where_from(one, reader))


def _figure(
    name: str, value: str, formula: Formula, reader: Reader, *, note: str = "", interval: str = ""
) -> Figure:
    texts = reader.texts
    explanation = Explanation(
        meaning=texts(f"ceiling.meaning.{name}"),
        origin=texts(f"customers.origin.{formula.origin}"),
        as_of="",
        rows="",
        method=formula.name,
        formula=formula_latex(formula, reader),
        source=formula_source(formula, reader),
        interval=interval,
    )
    return Figure(texts(f"ceiling.figure.{name}"), value, explanation, note=note)


def _assumptions(assumed: Mapping[str, Assumption], reader: Reader) -> pd.DataFrame:
    """Return each assumption with its range and origin."""
    texts, rows = reader.texts, []
    for field in FIELDS:
        if field.name not in assumed:
            continue
        one = assumed[field.name]
        low, high = (_written(field, bound, reader) for bound in one.range)
        ends = texts("ceiling.range", low=low, high=high) if low != high else texts("ceiling.certain")
        cells = (
            texts(f"ceiling.field.{field.name}"),
            _written(field, one.value, reader),
            ends,
            _where_from(one, reader),
        )
        rows.append(cells)
    names = ("name", "value", "range", "origin")
    return pd.DataFrame(rows, columns=[texts(f"ceiling.table.{name}") for name in names])


def _by_year(found: CleanerCase, reader: Reader) -> pd.DataFrame:
    texts, money = reader.texts, reader.formats.money
    return pd.DataFrame(
        {
            texts("ceiling.table.year"): [str(year) for year in found.by_year["year"]],
            texts("ceiling.table.margin"): [money(one) for one in found.by_year["margin"]],
            texts("ceiling.table.in_all"): [money(one) for one in found.by_year["in_all"]],
        }
    )


def _where_from(one: Assumption, reader: Reader) -> str:
    said, source = reader.texts(one.message_id), source_words(one.source, reader)
    return reader.texts("ceiling.with_source", origin=said, source=source) if source else said


def _written(field: Field, value: float, reader: Reader) -> str:
    if field.kind == "percent":
        return reader.formats.percent(value, 0 if math.isclose(value * 100, round(value * 100)) else 1)
    return reader.formats.count(value)


def _typed(field: Field, value: float, reader: Reader) -> str:
    """Return a bound as it would be typed."""
    if field.kind == "percent":
        return reader.formats.percent(value / 100, 0)
    return reader.formats.count(value)
