"""What does the assessment that a page looks at say: its grounds, and its customers with their names?"""

from __future__ import annotations

import pandas as pd

from dashboard import cache
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.grounds import Grounds, grounds_of
from dashboard.presenters.item_names import item_names
from dashboard.presenters.overview import Earlier
from dashboard.presenters.past_warnings import with_past_warnings
from dashboard.state import Here
from dashboard.usecases.access import AssessmentInfo


def grounds(here: Here) -> Grounds:
    """Return what the figures of this page rest on."""
    found = cache.found(here.key())
    questions = item_names(cache.item_names(here.key_of(None)), here.reader)
    return grounds_of(found.as_of, found.settings, found.cards, here.reader, questions)


def customers(here: Here, filters: CustomerFilters | None = None) -> pd.DataFrame:
    """Return the assessment's customers, with ``name`` where names are known.

    With an earlier assessment to compare with, ``value_tier_before`` is each one's tier then. Where the
    filters (without any: those of the address) ask for past warnings, what became of those is there, too.
    """
    found = cache.people(here.key(_number(here.compared)))
    if codes := (filters or here.address.filters).warned:
        return with_past_warnings(found, cache.warning_record(here.key()).judged, codes)
    return found


def tiers(here: Here, assessment: AssessmentInfo | None) -> pd.DataFrame | None:
    """Return who was worth what in another assessment; None where there is no other.

    Customers that are merged since are one there too: nobody seems to have gone.
    """
    return cache.tiers(here.key_of(assessment)) if assessment is not None else None


def earlier(here: Here) -> Earlier | None:
    """Return the figures of the assessment that changes are measured against; None without one."""
    if here.compared is None:
        return None
    return Earlier(here.compared.as_of, cache.found(here.key_of(here.compared)).figures)


def _number(assessment: AssessmentInfo | None) -> int | None:
    return assessment.assessment_id if assessment is not None else None
