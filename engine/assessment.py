"""Who are the customers, what is each worth, and who has fallen silent, as far as was known on a day?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce

import pandas as pd

from engine.assessing.accounts import cards_of
from engine.assessing.answering import answering_part
from engine.assessing.behaviour import (
    rule_in_force,
    with_bonds,
    with_changes,
    with_keys,
    with_rhythm,
    with_states,
)
from engine.assessing.breadth import breadth_part
from engine.assessing.experience import experience_part, feelings_part
from engine.assessing.groups import groups_part
from engine.assessing.part import Part
from engine.assessing.study import Study, study_of
from engine.assessing.texts import texts_part
from engine.assessing.value_to_come import contracts_part, purchases_part
from engine.assessing.warnings import churn_part, rescue_part
from engine.assessing.without_purchases import (
    cards_without_purchases,
    customers_without_purchases,
    figures_without_purchases,
    has_one_day,
    study_without_purchases,
    tells_something,
)
from engine.assessing.worth import with_classes, with_potential
from engine.assessment_columns import ASSESSMENT_COLUMNS, DTYPES
from engine.cards import Card, ModelCard
from engine.contracts import Tables, check_tables
from engine.errors import NotEnoughDataError
from engine.estimate import Estimate
from engine.figures import figures
from engine.settings import AssessmentSettings

_COMPARED = (rescue_part, feelings_part)
_VOICES = (experience_part, answering_part, texts_part)
_STEPS = (*_COMPARED, groups_part, breadth_part, *_VOICES)


@dataclass(frozen=True)
class Assessment:
    """Everything the engine found for one day: a row a customer, figures of the whole, accounts.

    ``customers`` has ``engine.assessment_columns.ASSESSMENT_COLUMNS``, ordered by ``customer_id``;
    ``frames`` are tables of results by name.
    """

    as_of: dt.date
    settings: AssessmentSettings
    customers: pd.DataFrame
    figures: Mapping[str, Estimate]
    cards: tuple[Card, ...]
    models: tuple[ModelCard, ...] = ()
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def assess(
    tables: Tables, as_of: dt.date, settings: AssessmentSettings | None = None, *, in_full: bool = True
) -> Assessment:
    """Return the assessment of a company for ``as_of``; facts of later days are invisible.

    Not ``in_full`` leaves out what nobody compares between two days: groups, likeness, the next
    product, the tables about satisfaction and loyalty, and the comparison of learners. All that
    remains is the same.

    Raises
    ------
    ContractBrokenError
        A frame lacks columns, has columns of the wrong type or cells that must not be empty.
    NotEnoughDataError
        There is no transaction up to ``as_of``, nor a contract, an exit or an answer.
    """
    settings = settings or AssessmentSettings()
    check_tables(tables)
    try:
        study = study_of(tables, as_of, settings)
    except NotEnoughDataError:
        if not tells_something(tables.relations.up_to(as_of)):
            raise
        return _without_purchases(study_without_purchases(tables, as_of, settings), in_full=in_full)
    customers = with_bonds(with_keys(study.summary(as_of), tables.customers), study)
    customers = with_changes(with_rhythm(customers, study), study)
    rule = rule_in_force(customers, study)
    churn = churn_part(customers, rule, study, in_full=in_full)
    parts = [purchases_part(customers, study), churn]
    customers = with_states(_with(customers, parts), rule, study)
    customers, potential = with_potential(customers, rule, study)
    customers = with_classes(customers, study).copy()  # in one piece: pandas warns of a hundred pieces
    bound_part = partial(contracts_part, curves=churn.curves)
    for step in (bound_part, *(_STEPS if in_full else _COMPARED)):
        parts.append(step(customers, study))
        customers = parts[-1].of(customers)
    found = figures(customers, study.history_months, rule, as_of)
    return Assessment(
        as_of,
        settings,
        _contract(customers),
        found | _figures_of(parts),
        (*cards_of(customers, rule, study), potential, *(card for part in parts for card in part.cards)),
        tuple(model for part in parts for model in part.models),
        {name: frame for part in parts for name, frame in part.frames.items()},
    )


def _without_purchases(study: Study, *, in_full: bool) -> Assessment:
    customers, parts = customers_without_purchases(study, in_full=in_full)
    for step in (feelings_part, *(_VOICES if in_full else ())):
        parts = (*parts, step(customers, study))
        customers = parts[-1].of(customers)
    return Assessment(
        study.as_of,
        study.settings,
        _contract(customers),
        figures_without_purchases(customers, study, has_one_day(parts)) | _figures_of(parts),
        cards_without_purchases(customers, parts),
        tuple(model for part in parts for model in part.models),
        {name: frame for part in parts for name, frame in part.frames.items()},
    )


def _figures_of(parts: Sequence[Part]) -> dict[str, Estimate]:
    return {name: figure for part in parts for name, figure in part.figures.items()}


def _with(customers: pd.DataFrame, parts: Sequence[Part]) -> pd.DataFrame:
    return reduce(lambda found, part: part.of(found), parts, customers)


def _contract(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of an assessment; those of a part that had too little data are undefined."""
    ordered = customers.reindex(columns=list(ASSESSMENT_COLUMNS))
    return ordered.astype({name: DTYPES.get(kind, kind) for name, kind in ASSESSMENT_COLUMNS.items()})
