"""Without contracts: who is still a customer, by which model, and what are all together still worth?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.presenters.chances import chance_words
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.silence_cells import SILENCE_CELLS, STEP_MONTHS, silence_cells, silence_words
from engine.assessing.contract_total import CONTRACT_TOTAL
from engine.clv.beta_geo import ALIVE_PROBABILITY, EXPECTED_PURCHASES
from engine.clv.hold_out import HOLD_OUT
from engine.clv.leaving import DROPOUT_IDENTIFIED
from engine.clv.lifetime_value import LIFETIME_VALUE, VALUE_TO_COME
from engine.estimate import Estimate
from engine.formulas import Formula

_UNDEFINED: Final = Estimate(math.nan)
# Of fewer, a mean says little.
_FEWEST: Final = 10
_MONEY: Final = {"value_to_come_12m_total": VALUE_TO_COME, "lifetime_value_total": LIFETIME_VALUE}
_COLUMNS: Final = ("code", "group", "word", "months", "chance", "label")


@dataclass(frozen=True)
class OutlookView:
    """What the view says; ``missing`` why there is no forecast at all, ``untold`` why none of leaving.

    ``totals`` are period and lifetime value beside each other; ``held`` says how many ranges of single
    customers held; ``groups`` has a row a step of silence and group: ``code`` (of the customers behind
    it), ``group``, ``word``, ``months``, ``chance`` and ``label``.
    """

    missing: str
    counted: str
    untold: str
    figures: tuple[Figure, ...]
    totals: tuple[Figure, ...]
    checked: str
    held: str
    is_off: bool
    groups: pd.DataFrame
    groups_alt: str


def outlook_view(
    customers: pd.DataFrame,
    figures: Mapping[str, Estimate],
    cards: Mapping[str, Mapping[str, Any]],
    grounds: Grounds,
) -> OutlookView:
    """Return the view of an assessment's customers, its figures and its cards."""
    card = cards.get("value_to_come", {})
    if card.get("status") != "ok":
        return OutlookView(
            _card_words("value_to_come", card, grounds), "", "", (), (), "", "", False, _nobody(), ""
        )
    is_told = card.get("variant") == "identified"
    groups = alive_groups(customers, grounds) if is_told else _nobody()
    held_out = cards.get("forecast_hold_out", {})
    return OutlookView(
        missing="",
        counted=_counted(customers, figures, grounds) if is_told else "",
        untold="" if is_told else _card_words("value_to_come", card, grounds),
        figures=(
            _total(
                "alive_customers",
                ALIVE_PROBABILITY if is_told else DROPOUT_IDENTIFIED,
                "alive",
                figures,
                grounds,
            ),
            _one_time(customers, is_told, grounds),
            _total("expected_purchases_12m_total", EXPECTED_PURCHASES, "value", figures, grounds),
            _bias(figures, held_out, grounds),
        ),
        totals=totals_to_come(figures, grounds, "value" if is_told else "alive"),
        checked=_card_words("forecast_hold_out", held_out, grounds),
        held=_held(held_out, grounds),
        is_off=held_out.get("variant") == "off",
        groups=groups,
        groups_alt="; ".join(groups["label"]),
    )


def alive_groups(customers: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    """Return the mean chance of still being a customer by how often somebody bought and silence."""
    known = customers[customers["alive_probability"].notna()]
    cells = known.groupby(silence_cells(known))["alive_probability"].agg(["mean", "size"])
    texts, rows = grounds.reader.texts, []
    for code in (one for one in SILENCE_CELLS if one in cells.index):
        chance, count = float(cells["mean"][code]), int(cells["size"][code])
        if count < _FEWEST:
            continue
        group, step = code.split("-")
        label = texts(
            "purchase_outlook.group.label",
            cell=silence_words(code, grounds.reader),
            chance=chance_words(chance, grounds.reader),
            count=count,
        )
        months = (int(step) + 0.5) * STEP_MONTHS
        rows.append((code, group, texts(f"purchase_outlook.group.{group}"), months, chance, label))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _nobody() -> pd.DataFrame:
    return pd.DataFrame(columns=list(_COLUMNS))


def _card_words(name: str, card: Mapping[str, Any], grounds: Grounds) -> str:
    """Return what a card says, its shares as percentages; empty where there is no such card."""
    if not card:
        return ""
    percent = grounds.reader.formats.percent
    said = {
        key: percent(value) if key.endswith(("_share", "_rate")) else value for key, value in card.items()
    }
    variant = f".{card['variant']}" if "variant" in card else ""
    return grounds.reader.texts(f"card.{name}.{card['status']}{variant}", **said)


def _held(held_out: Mapping[str, Any], grounds: Grounds) -> str:
    """Return how many customers' own ranges held what they did; empty where an assessment didn't keep it."""
    inside, above = (float(held_out.get(f"{name}_share", math.nan)) for name in ("inside", "above"))
    if math.isnan(inside):
        return ""
    percent = grounds.reader.formats.percent
    said = {"inside": percent(inside), "above": percent(above), "below": percent(1.0 - inside - above)}
    return grounds.reader.texts("purchase_outlook.held", **said)


def _counted(customers: pd.DataFrame, figures: Mapping[str, Estimate], grounds: Grounds) -> str:
    """Return how many are still customers by the model, beside what the churn rule counts."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    alive = figures.get("alive_customers", _UNDEFINED)
    return texts(
        "purchase_outlook.counted",
        alive=formats.count(alive.value),
        customers=formats.count(alive.n),
        left=formats.count(float((customers["churn_state"] == "left").sum())),
        rule=grounds.churn_rule,
    )


def _bounds(found: Estimate, write: Any, grounds: Grounds) -> tuple[str, str]:
    """Return the interval for "why this number", and for the line below a figure."""
    if math.isnan(found.low) or math.isnan(found.high):
        return "", ""
    ends = {"low": write(found.low), "high": write(found.high)}
    texts = grounds.reader.texts
    return texts("customer_file.interval", **ends), texts("overview.interval_short", **ends)


def _one_time(customers: pd.DataFrame, is_told: bool, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    once = customers[customers["purchase_days"] == 1]
    chance = float(once["alive_probability"].mean()) if is_told and len(once) else math.nan
    return Figure(
        label=texts("purchase_outlook.figure.one_time"),
        value=formats.percent(chance, 0),
        explanation=explained(
            "purchase_outlook.why.one_time",
            ALIVE_PROBABILITY,
            texts("customers.rows", count=len(once)),
            grounds,
        ),
        note=texts("purchase_outlook.note.one_time", count=len(once)) if not math.isnan(chance) else "",
        missing=texts("purchase_outlook.missing.alive") if math.isnan(chance) else "",
    )


def _bias(figures: Mapping[str, Estimate], held_out: Mapping[str, Any], grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = figures.get("forecast_bias", _UNDEFINED)
    interval, _ = _bounds(found, formats.signed_percent, grounds)
    variant = str(held_out.get("variant", ""))
    is_checked = found.is_defined and variant in ("off", "within")
    return Figure(
        label=texts("purchase_outlook.figure.bias", months=held_out.get("months", 0))
        if is_checked
        else texts("purchase_outlook.figure.bias_unknown"),
        value=formats.signed_percent(found.value),
        explanation=explained(
            "purchase_outlook.why.bias",
            HOLD_OUT,
            texts("customers.rows", count=found.n),
            grounds,
            interval=interval,
        ),
        note=texts(f"purchase_outlook.note.bias_{variant}") if is_checked else "",
        missing="" if found.is_defined else texts("purchase_outlook.missing.bias"),
    )


def totals_to_come(
    figures: Mapping[str, Estimate], grounds: Grounds, lacks: str = "value"
) -> tuple[Figure, ...]:
    """Return period and lifetime value of all customers, each under its own name with its range.

    ``lacks`` is the code of what is missing where the latter isn't known.
    """
    formulas = dict.fromkeys(_MONEY, CONTRACT_TOTAL) if grounds.has_contracts else _MONEY
    lacking = dict.fromkeys(_MONEY, "value") | {"lifetime_value_total": lacks}
    return tuple(_total(name, formulas[name], lacking[name], figures, grounds) for name in _MONEY)


def _total(
    name: str, formula: Formula, lacks: str, figures: Mapping[str, Estimate], grounds: Grounds
) -> Figure:
    """Return one of an assessment's figures over all customers, with its range."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found, is_money = figures.get(name, _UNDEFINED), name in _MONEY
    write = formats.money if is_money else formats.count
    interval, note = _bounds(found, write, grounds)
    of_contracts = ".contracts" if is_money and grounds.has_contracts else ""
    return Figure(
        label=texts(f"purchase_outlook.figure.{name}"),
        value=write(found.value),
        explanation=explained(
            f"purchase_outlook.why.{name}{of_contracts}",
            formula,
            texts("customers.rows", count=found.n),
            grounds,
            interval=interval,
            inputs={"discount": formats.percent(grounds.discount_rate_per_year)} if is_money else None,
        ),
        note=note,
        missing="" if found.is_defined else texts(f"purchase_outlook.missing.{lacks}"),
    )
