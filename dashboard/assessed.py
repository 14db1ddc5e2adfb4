"""What does the assessment that a page looks at say: its grounds, and its customers with their names?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard import cache
from dashboard.presenters.grounds import Grounds, grounds_of
from dashboard.state import Here
from dashboard.usecases.access import AssessmentInfo


def grounds(here: Here) -> Grounds:
    """Return what the figures of this page rest on."""
    found = cache.found(here.key())
    return grounds_of(found.as_of, found.settings, found.cards, here.reader)


def customers(here: Here) -> pd.DataFrame:
    """Return the assessment's customers, with ``name`` where names are known.

    With an earlier assessment to compare with, ``value_tier_before`` is each one's tier then.
    """
    found = cache.customers(here.key())
    names = cache.customer_names(here.key_of(None))
    if not names.empty:
        found = found.assign(name=found["customer_id"].map(names))
    others = cache.other_ids(here.key_of(None))
    if not others.empty:
        found = found.assign(other_ids=found["customer_id"].map(others))
    before = tiers(here, here.compared)
    if before is None:
        return found
    return found.assign(
        value_tier_before=found["customer_key"].map(before.set_index("customer_key")["value_tier"])
    )


def tiers(here: Here, assessment: AssessmentInfo | None) -> pd.DataFrame | None:
    """Return who was worth what in another assessment; None where there is no other.

    Customers that are merged since are one there too: nobody seems to have gone.
    """
    if assessment is None:
        return None
    found = cache.customers(here.key_of(assessment, "customer_key", "value_tier", "current_value"))
    return as_one_person(found, cache.kept_keys(here.key_of(None)))


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
