"""Which formulas does rescue rest on?"""

from __future__ import annotations

from engine.rescue.budget import RESCUE_BUDGET
from engine.rescue.ceiling import RESCUE_CEILING, RESCUE_RULE
from engine.rescue.dry_cleaner import SECOND_LIFETIME
from engine.rescue.offers import CONTACT_THRESHOLD, EXPECTED_GAIN, OPTIMUM_OFFER, UPLIFT_GAIN
from engine.rescue.stake import VALUE_AT_STAKE
from engine.rescue.success import RESCUE_SUCCESS, WIN_BACK_SUCCESS
from engine.rescue.warning import WARNING_GAIN
from engine.rescue.word_of_mouth import LEAVER_TALK

RESCUE_FORMULAS = (
    RESCUE_CEILING,
    RESCUE_RULE,
    WARNING_GAIN,
    EXPECTED_GAIN,
    CONTACT_THRESHOLD,
    UPLIFT_GAIN,
    OPTIMUM_OFFER,
    RESCUE_BUDGET,
    RESCUE_SUCCESS,
    WIN_BACK_SUCCESS,
    LEAVER_TALK,
    VALUE_AT_STAKE,
    SECOND_LIFETIME,
)
