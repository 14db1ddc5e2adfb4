"""What may each customer of a company without contracts bring, what all together, and how sure is that?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from engine.cards import Card, Fact, Gate, ModelCard, lacking
from engine.clv.beta_geo import ModifiedBetaGeoNBD
from engine.clv.forecast_account import forecast_account
from engine.clv.futures import Range, Span, futures
from engine.clv.histories import Histories
from engine.clv.hold_out import HoldOut, hold_out
from engine.clv.lifetime_value import (
    LIFETIME_MONTHS,
    PERIOD_MONTHS,
    WEEKS_PER_MONTH,
    WEEKS_PER_YEAR,
    discounted_purchases,
)
from engine.clv.purchase_worth import MINIMUM_SPENDERS, PurchaseWorth, purchase_worth
from engine.clv.smooth_tables import by_number_and_age
from engine.clv.totals import SAMPLE, parameter_variance, sum_estimate
from engine.estimate import Estimate
from engine.settings import AssessmentSettings

Floats = NDArray[np.float64]

MINIMUM_REPEAT_BUYERS = 100
MINIMUM_HISTORY_MONTHS = 6
COLUMNS = (
    "alive_probability",
    *(
        f"{name}{bound}"
        for name in ("expected_purchases_12m", "value_to_come_12m", "lifetime_value")
        for bound in ("", "_low", "_high")
    ),
)
"""What ``assessment_columns`` returns, in this order."""

_PERIOD_WEEKS, _LIFETIME_WEEKS = (months * WEEKS_PER_MONTH for months in (PERIOD_MONTHS, LIFETIME_MONTHS))


@dataclass(frozen=True)
class Outlook:
    """What customers without contracts may bring.

    Attributes
    ----------
    columns : DataFrame
        ``COLUMNS`` on the index of the summary; ranges hold 95 % of what may happen to the
        single customer. NaN for customers who never bought, below the gates
        (``MINIMUM_REPEAT_BUYERS`` customers with two purchase days, ``MINIMUM_HISTORY_MONTHS``),
        and, where leaving can't be told, in ``alive_probability`` and ``lifetime_value``.
    cards : tuple of Card
        ``value_to_come``, ``purchase_worth``, and ``forecast_hold_out`` if there is an earlier
        summary.
    figures : dict of Estimate
        ``alive_customers`` (by the MBG/NBD), ``expected_purchases_12m_total``,
        ``value_to_come_12m_total``, ``lifetime_value_total``, ``forecast_bias``.
    account : ModelCard
        The model ``purchases_to_come`` of itself.
    """

    columns: pd.DataFrame
    cards: tuple[Card, ...]
    figures: dict[str, Estimate]
    account: ModelCard


@dataclass(frozen=True)
class _Company:
    """A fitted company: its customers' histories, the model, and what a purchase is worth."""

    rows: Histories
    model: ModifiedBetaGeoNBD
    worth: PurchaseWorth | None
    discount_rate_per_year: float

    def expected(self, model: ModifiedBetaGeoNBD) -> Floats:
        """Return P(alive), purchases in 12 months, the same discounted, and those of a lifetime: (4, n)."""

        def if_alive(number: Floats, age: Floats) -> Floats:
            def within(weeks: float) -> Floats:
                return model.purchases_if_alive(weeks, number, age)

            discounted = (
                discounted_purchases(within, weeks, self.discount_rate_per_year)
                for weeks in (_PERIOD_WEEKS, _LIFETIME_WEEKS)
            )
            return np.stack([within(_PERIOD_WEEKS), *discounted])

        rows = self.rows
        alive = model.alive_probability(rows.frequency, rows.recency, rows.age)
        to_come = by_number_and_age(if_alive, rows.frequency, rows.age, model.params_["alpha"])
        return np.vstack([alive[None], alive * to_come])

    @property
    def spans(self) -> tuple[Span, Span]:
        """The next 12 months and a lifetime."""
        discount = math.log1p(self.discount_rate_per_year) / WEEKS_PER_YEAR
        return Span(_PERIOD_WEEKS, discount), Span(_LIFETIME_WEEKS, discount)


def value_outlook(
    summary: pd.DataFrame,
    settings: AssessmentSettings,
    rng: Generator,
    earlier: pd.DataFrame | None = None,
) -> Outlook:
    """Return what customers without contracts may bring: columns, cards, figures, the model's account.

    Parameters
    ----------
    summary
        A purchase summary (``engine.purchases``) with ``days_since_last_purchase``.
    settings
        Only ``discount_rate_per_year`` is used; discounting is continuous.
    rng
        Draws the futures behind the ranges: the same seed gives the same digits.
    earlier
        The summary of an earlier day, for the hold-out; its forecast for the time since stands
        beside what happened (card ``forecast_hold_out``, figure ``forecast_bias``).
    """
    bought = summary["purchase_days"].notna().to_numpy()
    rows = Histories.of_summary(summary[bought])
    columns = pd.DataFrame(np.nan, index=summary.index, columns=list(COLUMNS))
    gates = _gates(rows)
    missing = _missing(rows)
    if missing:
        undefined = dict.fromkeys(_FIGURES, Estimate(math.nan, n=len(rows)))
        return Outlook(columns, (missing,), undefined, forecast_account(summary, gates, None))
    model = ModifiedBetaGeoNBD().fit(*rows.columns)
    company = _Company(rows, model, purchase_worth(summary[bought]), settings.discount_rate_per_year)
    found = company.expected(model)
    ranges = futures(model, rows, company.worth, company.spans, rng)
    columns.loc[bought] = _columns(company, found, ranges)
    figures = _figures(company, found, ranges)
    cards = [_card(company, settings), _worth_card(company)]
    checked = None
    if earlier is not None:
        card, checked = _hold_out(earlier, summary, rng)
        cards.append(card)
        figures["forecast_bias"] = checked.bias if checked else Estimate(math.nan)
    return Outlook(columns, tuple(cards), figures, forecast_account(summary, gates, checked))


def assessment_columns(
    summary: pd.DataFrame,
    settings: AssessmentSettings,
    rng: Generator,
    earlier: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, tuple[Card, ...], dict[str, Estimate]]:
    """Return columns, cards and figures of ``value_outlook``."""
    found = value_outlook(summary, settings, rng, earlier)
    return found.columns, found.cards, found.figures


def _gates(rows: Histories) -> tuple[Gate, ...]:
    return (
        Gate("repeat_buyers", int((rows.frequency > 0).sum()), MINIMUM_REPEAT_BUYERS),
        Gate("months", int(rows.age.max(initial=0.0) / WEEKS_PER_MONTH), MINIMUM_HISTORY_MONTHS),
    )


def _missing(rows: Histories) -> Card | None:
    variants = {"repeat_buyers": "repeat_buyers", "months": "history"}
    for gate in _gates(rows):
        if not gate.is_met:
            return lacking("value_to_come", variants[gate.name], gate.count, gate.needed)
    return None


def _columns(company: _Company, found: Floats, ranges: tuple[list[Range], list[Range]]) -> Floats:
    """Return the values of ``COLUMNS`` for those who bought, shape (n, 10)."""
    (counts, _), values = ranges
    alive, purchases, period, lifetime = found
    nothing = np.full(len(alive), np.nan)
    columns = [alive, purchases, counts.low, counts.high, *[nothing] * 6]
    if company.worth:
        each = company.worth.per_purchase
        # Where spending has no mean there is no value, and its range would promise one.
        known = np.where(np.isnan(each), np.nan, 1.0)
        columns[4:] = [period * each, values[0].low * known, values[0].high * known]
        columns += [lifetime * each, values[1].low * known, values[1].high * known]
    if not company.model.is_dropout_identified_:
        columns[0], columns[7:] = nothing, [nothing] * 3
    return np.column_stack(columns)


_FIGURES = (
    "alive_customers",
    "expected_purchases_12m_total",
    "value_to_come_12m_total",
    "lifetime_value_total",
)


def _figures(
    company: _Company, found: Floats, ranges: tuple[list[Range], list[Range]]
) -> dict[str, Estimate]:
    n, identified = len(company.rows), company.model.is_dropout_identified_
    each = company.worth.per_purchase if company.worth else np.full(n, np.nan)

    some = slice(None, None, max(1, n // SAMPLE))
    part = replace(company, rows=company.rows.rows(some))

    def sums(parameters: Floats) -> Floats:
        model = company.model.with_parameters(**dict(zip(company.model.names, parameters, strict=True)))
        return n / len(part.rows) * _sums(part.expected(model), each[some])

    value = _sums(found, each)
    shared = parameter_variance(sums, company.model.parameters, company.model.covariance_)
    shared[2:] += _spending_variance(company, found)
    luck = [found[0] @ (1.0 - found[0]), *(one.variance.sum() for one in (ranges[0][0], *ranges[1]))]
    luck += [math.nan] * (4 - len(luck))
    figures = {
        name: sum_estimate(float(value[i]), (float(shared[i]), float(luck[i])), n)
        for i, name in enumerate(_FIGURES)
    }
    if not identified:
        figures["alive_customers"] = figures["lifetime_value_total"] = Estimate(math.nan, n=n)
    return figures


def _sums(found: Floats, each: Floats) -> Floats:
    return np.array([found[0].sum(), found[1].sum(), found[2] @ each, found[3] @ each])


def _spending_variance(company: _Company, found: Floats) -> Floats:
    """Return what not knowing the parameters of spending adds to both sums of value."""
    worth = company.worth
    if worth is None:
        return np.zeros(2)

    def sums(parameters: Floats) -> Floats:
        moved = worth.spending.with_parameters(**dict(zip(worth.spending.names, parameters, strict=True)))
        return found[2:] @ (worth.share * moved.expected_value(worth.purchases, worth.mean))

    return parameter_variance(sums, worth.spending.parameters, worth.spending.covariance_)


def _card(company: _Company, settings: AssessmentSettings) -> Card:
    facts: dict[str, Fact] = {
        "variant": company.model.dropout_.reason,
        "model": "mbg_nbd",
        "customers": len(company.rows),
        "repeat_buyers": int((company.rows.frequency > 0).sum()),
        "discount_rate": settings.discount_rate_per_year,
        "horizon_months": PERIOD_MONTHS,
        "lifetime_months": LIFETIME_MONTHS,
    }
    return Card("value_to_come", "ok", facts)


def _worth_card(company: _Company) -> Card:
    worth = company.worth
    paid = 0 if worth is None else int((worth.mean > 0).sum())
    if worth is None:
        return Card("purchase_worth", "not_enough_data", {"count": paid, "needed": MINIMUM_SPENDERS})
    kept = float(np.average(worth.share, weights=np.maximum(worth.purchases * worth.mean, 0.0)))
    facts: dict[str, Fact] = {"customers": paid, "kept_share": kept, "correlation": round(_tie(worth), 2)}
    return Card("purchase_worth", "ok", facts)


def _tie(worth: PurchaseWorth) -> float:
    """Return the correlation of number and mean amount of those who bought again; 0 where one is constant."""
    again = worth.purchases > 1
    number, mean = worth.purchases[again], worth.mean[again]
    if not len(number) or min(number.std(), mean.std()) <= 0.0:
        return 0.0
    return float(np.corrcoef(number, mean)[0, 1])


def _hold_out(earlier: pd.DataFrame, now: pd.DataFrame, rng: Generator) -> tuple[Card, HoldOut | None]:
    name, rows = "forecast_hold_out", Histories.of_summary(earlier[earlier["purchase_days"].notna()])
    missing = _missing(rows)
    if missing:
        return Card(name, "not_enough_data", missing.facts), None
    checked = hold_out(earlier, now, rng)
    return _hold_out_card(checked), checked


def _hold_out_card(checked: HoldOut) -> Card:
    bias = checked.bias
    if math.isnan(bias.value):
        return Card("forecast_hold_out", "ok", {"variant": "nobody_came", "customers": checked.customers})
    facts: Mapping[str, Fact] = {
        "variant": "off" if checked.is_off else "within",
        "months": round(checked.weeks / WEEKS_PER_MONTH),
        "customers": checked.customers,
        "predicted": round(checked.predicted.value),
        "low": round(checked.predicted.low),
        "high": round(checked.predicted.high),
        "actual": round(checked.actual),
        "bias_share": bias.value,
        "error": round(checked.error, 2),
        "plain_error": round(checked.plain_error, 2),
        "inside_share": checked.inside.value,
        "above_share": checked.above,
    }
    return Card("forecast_hold_out", "ok", facts)
