"""Who are the customers, what is each worth, and who has fallen silent, as far as was known on a day?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from engine.assessing.accounts import cards_of
from engine.assessing.behaviour import (
    rule_in_force,
    with_bonds,
    with_changes,
    with_keys,
    with_rhythm,
    with_states,
)
from engine.assessing.groups import groups_part
from engine.assessing.study import study_of
from engine.assessing.worth import with_classes, with_potential
from engine.assessment_columns import ASSESSMENT_COLUMNS, DTYPES
from engine.cards import Card, ModelCard
from engine.contracts import Tables, check_tables
from engine.estimate import Estimate
from engine.figures import figures
from engine.settings import AssessmentSettings


@dataclass(frozen=True)
class Assessment:
    """Everything the engine found for one day: a row a customer, figures of the whole, accounts.

    ``customers`` has ``engine.assessment_columns.ASSESSMENT_COLUMNS``, ordered by ``customer_id``.
    """

    as_of: dt.date
    settings: AssessmentSettings
    customers: pd.DataFrame
    figures: Mapping[str, Estimate]
    cards: tuple[Card, ...]
    models: tuple[ModelCard, ...] = ()


def assess(tables: Tables, as_of: dt.date, settings: AssessmentSettings | None = None) -> Assessment:
    """Return the assessment of a company for ``as_of``; facts of later days are invisible.

    Raises
    ------
    ContractBrokenError
        A frame lacks columns, has columns of the wrong type or cells that must not be empty.
    NotEnoughDataError
        There is no transaction up to ``as_of``.
    """
    settings = settings or AssessmentSettings()
    check_tables(tables)
    study = study_of(tables, as_of, settings)
    customers = with_bonds(with_keys(study.summary(as_of), tables.customers), study)
    customers = with_changes(with_rhythm(customers, study), study)
    rule = rule_in_force(customers, study)
    customers = with_states(customers, rule, study)
    customers, potential = with_potential(customers, rule, study)
    customers = with_classes(customers, study)
    groups = groups_part(customers, study)
    customers = groups.of(customers)
    found = {**figures(customers, study.history_months, rule, as_of), **groups.figures}
    cards = (*cards_of(customers, rule, study), potential, *groups.cards)
    return Assessment(as_of, settings, _contract(customers), found, cards)


def _contract(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of an assessment; those of a part that had too little data are undefined."""
    ordered = customers.reindex(columns=list(ASSESSMENT_COLUMNS)).copy()  # in one piece again
    return ordered.astype({name: DTYPES.get(kind, kind) for name, kind in ASSESSMENT_COLUMNS.items()})
