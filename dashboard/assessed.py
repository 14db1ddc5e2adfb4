"""What does the assessment that a page looks at say: its grounds, and its customers with their names?"""

from __future__ import annotations

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
    before = tiers(here, here.compared)
    if before is None:
        return found
    return found.assign(
        value_tier_before=found["customer_key"].map(before.set_index("customer_key")["value_tier"])
    )


def tiers(here: Here, assessment: AssessmentInfo | None) -> pd.DataFrame | None:
    """Return who was worth what in another assessment; None where there is no other."""
    if assessment is None:
        return None
    return cache.customers(here.key_of(assessment, "customer_key", "value_tier", "current_value"))
