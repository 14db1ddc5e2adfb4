"""Which word does the reader see for a code such as ``platinum`` or ``leaning``?

Codes are what assessments, addresses and charts carry; words exist only for the reader.
"""

from __future__ import annotations

from typing import Final

from dashboard.i18n.texts import Texts
from engine.churn.factors import FACTORS, UNCLEAR
from engine.contracts import ABC_CLASSES, CHURN_STATES, LIFECYCLE_STAGES, VALUE_TIERS
from engine.loyalty.bonds import BONDS as LOYALTY_BONDS
from engine.loyalty.kinds import LOYALTY_KINDS
from engine.loyalty.memberships import COMPLAINED as COMPLAINT_YEARS
from engine.loyalty.memberships import RETENTIONS as RETENTION_CODES
from engine.satisfaction.ratio import RATIO_GROUPS
from engine.tenure import TENURES as TENURE_BANDS

TIERS: Final = VALUE_TIERS
CLASSES: Final = ABC_CLASSES
STAGES: Final = LIFECYCLE_STAGES
STATES: Final = CHURN_STATES
CAUSES: Final = (*FACTORS, UNCLEAR)
FEELINGS: Final = RATIO_GROUPS
LOYALTIES: Final = LOYALTY_KINDS
BONDS: Final = LOYALTY_BONDS
TENURES: Final = tuple(TENURE_BANDS)
TIMES: Final = ("once", "again")
RETENTIONS: Final = RETENTION_CODES
COMPLAINED: Final = COMPLAINT_YEARS

# Column of an assessment -> the kind of word that names its codes, in the order shown.
KINDS: Final = {
    "value_tier": "tier",
    "abc_class": "abc",
    "lifecycle_stage": "stage",
    "churn_state": "state",
    "cause": "cause",
    "satisfaction_group": "feel",
    "loyalty_kind": "loyalty",
    "loyalty_bond": "bond",
}
ORDERS: Final = {
    "value_tier": TIERS,
    "abc_class": CLASSES,
    "lifecycle_stage": STAGES,
    "churn_state": STATES,
    "cause": CAUSES,
    "satisfaction_group": FEELINGS,
    "loyalty_kind": LOYALTIES,
    "loyalty_bond": BONDS,
}


def term(kind: str, code: object, texts: Texts) -> str:
    """Return the word for a code of a kind (tier, abc, stage, state, cause); a dash when there is none."""
    return texts(f"customers.{kind}.{code}") if isinstance(code, str) and code else "–"


def term_of(column: str, code: object, texts: Texts) -> str:
    """Return the word for a code as a column of an assessment holds it."""
    return term(KINDS[column], code, texts)
