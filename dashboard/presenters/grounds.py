"""What do the figures of a page rest on, and why is each what it is?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.formats import Reader
from dashboard.presenters.figure import Explanation
from engine.formulas import Formula

# Names of symbols stand in \mathrm or \operatorname, and stay as they are in every language.
_WORDS = re.compile(r"\\text\{(\s*)(.*?)(\s*)\}")


@dataclass(frozen=True)
class Grounds:
    """The assessment's day, what "value" means in it, and the rules that made it.

    ``basis`` is one of ``margin``, ``assumed_margin``, ``sales``; ``churn_after_days`` is NaN
    where no rule could be told from the data, ``is_rule_typed`` says whether it was typed in.
    With ``has_contracts`` a customer leaves when the contract ends. ``one_day`` is the day of the one
    table that says who has left, but not when; None where more is known. Without ``has_purchases``
    nothing is said of value. ``potential`` is the potential value's own account: its card's facts.
    ``questions`` are the names of the surveys' questions by their ids, in the reader's language.
    """

    as_of: dt.date
    basis: str
    reader: Reader
    horizon_months: int = 12
    discount_rate_per_year: float = 0.10
    value_share: float = 0.80
    minimum_peers: int = 30
    churn_after_days: float = float("nan")
    is_rule_typed: bool = False
    has_contracts: bool = False
    one_day: dt.date | None = None
    has_purchases: bool = True
    potential: Mapping[str, object] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def measure(self) -> str:
        """Return what value is in words' terms: ``margin`` (known or assumed) or ``sales``."""
        return "sales" if self.basis == "sales" else "margin"

    @property
    def of_contracts(self) -> str:
        """Return how the ids of texts end that differ where contracts, or one day's table, tell who left."""
        if self.one_day:
            return ".one_day"
        return ".contracts" if self.has_contracts else ""

    @property
    def potential_missing(self) -> str:
        """Return what is needed where there is no potential value, hence no tier."""
        if not self.has_purchases:
            return self.reader.texts("overview.missing.purchases")
        lack = str(self.potential.get("variant", "peers"))
        count, needed = self.potential.get("count", 0), self.potential.get("needed", self.minimum_peers)
        return self.reader.texts(f"segments.matrix.missing.{lack}", count=count, needed=needed)

    @property
    def churn_rule(self) -> str:
        """Return the churn rule in force as a sentence."""
        if self.one_day:
            return self.reader.texts("customers.rule.one_day")
        if self.has_contracts:
            return self.reader.texts("customers.rule.contracts")
        if self.churn_after_days != self.churn_after_days:
            return self.reader.texts("customers.rule.undefined")
        origin = "typed" if self.is_rule_typed else "estimated"
        return self.reader.texts(f"customers.rule.{origin}", count=round(self.churn_after_days))


def grounds_of(
    as_of: dt.date,
    settings: Mapping[str, Any],
    cards: Mapping[str, Mapping[str, Any]],
    reader: Reader,
    questions: Mapping[str, str] | None = None,
) -> Grounds:
    """Return the grounds of an assessment from its stored settings and cards."""
    rule, table = cards.get("churn_rule", {}), cards.get("one_day_table")
    names = ("horizon_months", "discount_rate_per_year", "value_share", "minimum_peers")
    return Grounds(
        as_of=as_of,
        basis=str(cards.get("value_basis", {}).get("basis", "sales")),
        reader=reader,
        churn_after_days=float(rule.get("churn_after_days", "nan")),
        is_rule_typed=rule.get("origin") == "typed",
        has_contracts=rule.get("origin") in ("contracts", "one_day"),
        one_day=dt.date.fromisoformat(str(table["stand"])) if table else None,
        has_purchases="purchases" not in cards,
        potential=cards.get("potential_value", {}),
        questions=questions or {},
        **{name: settings[name] for name in names if name in settings},
    )


def formula_source(formula: Formula, reader: Reader) -> str:
    """Return where a formula comes from: as it is cited, or in words of the reader's language."""
    return formula.source or reader.texts(f"methods.{formula.name}.source")


def formula_latex(formula: Formula, reader: Reader) -> str:
    r"""Return a formula as LaTeX, its words (``\text{…}``) in the reader's language."""

    def told(found: re.Match[str]) -> str:
        before, words, after = found.groups()
        return rf"\text{{{before}{reader.texts(formula_word_id(words))}{after}}}"

    return _WORDS.sub(told, formula.latex)


def formula_word_id(words: str) -> str:
    """Return the id under which a formula's words are translated: ``if known`` → ``formula.if_known``."""
    return f"formula.{'_'.join(re.findall(r'[a-z0-9]+', words.lower()))}"


def explained(
    why: str,
    formula: Formula,
    rows: str,
    grounds: Grounds,
    *,
    interval: str = "",
    inputs: Mapping[str, str] | None = None,
) -> Explanation:
    """Return why a figure is what it is; ``why`` is the id of its meaning, ``inputs`` go by their names."""
    texts = grounds.reader.texts
    return Explanation(
        meaning=texts(why),
        origin=texts(f"customers.origin.{formula.origin}"),
        as_of=grounds.reader.formats.day(grounds.as_of),
        rows=rows,
        method=formula.name,
        formula=formula_latex(formula, grounds.reader),
        source=formula_source(formula, grounds.reader),
        interval=interval,
        inputs=tuple((texts(f"customers.input.{name}"), value) for name, value in (inputs or {}).items()),
    )
