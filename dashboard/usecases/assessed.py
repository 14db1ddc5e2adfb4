"""What did an assessment find, about the company and about each customer?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from data import assessments as stored
from data import text_causes, voices
from data.viewer import Viewer
from engine.assessment_columns import ASSESSMENT_COLUMNS, CURVE_COLUMNS, DTYPES, PAGE_COLUMNS
from engine.cards import ModelCard, model_card
from engine.estimate import Estimate
from engine.satisfaction.behind import counted_answers

MOST_TEXTS = 5_000


@dataclass(frozen=True)
class Found:
    """An assessment without its customers.

    ``figures`` are the company's, by name; ``cards`` hold what each method had to work with:
    its facts by name, with ``status`` ("ok" or "not_enough_data") among them; ``models`` are the
    cards of fitted models by name.
    """

    as_of: dt.date
    made_at: dt.datetime
    customers_count: int
    settings: Mapping[str, Any]
    figures: Mapping[str, Estimate]
    cards: Mapping[str, Mapping[str, Any]]
    models: Mapping[str, ModelCard] = field(default_factory=dict)


def found(viewer: Viewer, slug: str, assessment_id: int) -> Found:
    """Return the figures, cards and rules of an assessment.

    Raises
    ------
    NotFoundError
        There is no assessment of that number.
    """
    header = stored.header(viewer, slug, assessment_id)
    return Found(
        as_of=header.as_of,
        made_at=header.made_at,
        customers_count=header.customers_count,
        settings=dict(header.settings),
        figures={name: _estimate(figure) for name, figure in header.figures.items()},
        cards={
            str(card["name"]): {**card.get("facts", {}), "status": card["status"]} for card in header.cards
        },
        models={str(card["name"]): model_card(card) for card in header.models},
    )


def customers(
    viewer: Viewer, slug: str, assessment_id: int, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return one row a customer of an assessment: ``columns``, or those that pages read.

    An assessment older than a column has it undefined.
    """
    wanted = list(columns or PAGE_COLUMNS)
    found = stored.assessment_frame(viewer, slug, assessment_id, wanted)
    lacking = {name: ASSESSMENT_COLUMNS[name] for name in wanted if name not in found}
    if not lacking:
        return found
    dtypes = {name: DTYPES.get(kind, kind) for name, kind in lacking.items()}
    return found.reindex(columns=wanted).astype(dtypes)


def leaving_curve(viewer: Viewer, slug: str, assessment_id: int, customer_key: int) -> pd.Series:
    """Return a customer's chance to be here still month by month, and what its band follows from.

    Raises
    ------
    IndexError
        The assessment has no such customer.
    """
    found = customers(viewer, slug, assessment_id, ["customer_key", *CURVE_COLUMNS])
    own = found[found["customer_key"] == customer_key]
    return own[list(CURVE_COLUMNS)].iloc[0]


def joined(
    found: pd.DataFrame, names: pd.Series, others: pd.Series, before: pd.DataFrame | None
) -> pd.DataFrame:
    """Return an assessment's customers with what stands elsewhere.

    ``name`` and ``other_ids`` (both by ``customer_id``) are there where any are known;
    ``value_tier_before`` where there is an earlier assessment's ``before`` (as ``as_one_person``
    returns it).
    """
    if not names.empty:
        found = found.assign(name=found["customer_id"].map(names))
    if not others.empty:
        found = found.assign(other_ids=found["customer_id"].map(others))
    if before is None:
        return found
    return found.assign(
        value_tier_before=found["customer_key"].map(before.set_index("customer_key")["value_tier"])
    )


def as_one_person(found: pd.DataFrame, kept: Mapping[int, int]) -> pd.DataFrame:
    """Return rows of merged customers as one: the tier of whom they are read as, the values together."""
    if not found["customer_key"].isin(list(kept)).any():
        return found
    own_first = found.assign(is_merged=found["customer_key"].isin(list(kept))).sort_values(
        "is_merged", kind="stable"
    )
    people = own_first["customer_key"].replace(dict(kept))
    values = own_first.groupby(people)["current_value"].sum(min_count=1)
    tiers = own_first.drop_duplicates("customer_key").assign(customer_key=people)
    tiers = tiers.drop_duplicates("customer_key").drop(columns="is_merged")
    return tiers.assign(current_value=tiers["customer_key"].map(values)).reset_index(drop=True)


def results(viewer: Viewer, slug: str, assessment_id: int, name: str) -> pd.DataFrame:
    """Return a table of an assessment's results by its name; empty where it has none of it."""
    found = stored.result_frame(viewer, slug, assessment_id, name)
    return pd.DataFrame() if found is None else found


def answers_of_figures(viewer: Viewer, slug: str, assessment_id: int) -> pd.DataFrame:
    """Return which answers count for the figures of one customer (``figure row_key``), if any were kept."""
    kept = results(viewer, slug, assessment_id, "answers")
    return kept if kept.empty else counted_answers(kept)


def texts(viewer: Viewer, slug: str, assessment_id: int) -> pd.DataFrame:
    """Return what customers said, the newest first, as the assessment sorted it, with the ``words``.

    At most ``MOST_TEXTS`` of them, and those drawn for a person to check. The words are as they are today,
    empty for who may not read them, and so is ``decided``, the cause that a person read out of them.
    """
    found = results(viewer, slug, assessment_id, "texts")
    if found.empty:
        return found
    newest = found.iloc[::-1]
    is_kept = np.arange(len(newest)) < MOST_TEXTS
    if "to_check" in newest:  # not in assessments of before
        is_kept |= newest["to_check"].eq(True).to_numpy()
    newest = newest[is_kept].reset_index(drop=True)
    return newest.assign(
        words=voices.spoken_words(viewer, slug, newest),
        decided=text_causes.decided_causes(viewer, slug, newest),
    )


def _estimate(figure: Mapping[str, Any]) -> Estimate:
    """Return a stored figure; what was undefined (null) is NaN again."""
    known: dict[str, Any] = {
        name: math.nan if figure[name] is None else figure[name]
        for name in Estimate.__dataclass_fields__
        if name in figure
    }
    return Estimate(**known)
