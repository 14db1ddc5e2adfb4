"""For which eight reasons do customers turn away, and which of them can a company do something about?

Keaveney, S. M. (1995), Journal of Marketing 59(2), 71-82.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

FACTORS = (
    "price",
    "inconvenience",
    "core_service_failure",
    "service_encounter_failure",
    "response_to_failure",
    "competition",
    "ethics",
    "involuntary",
)
NO_FACTOR = "none"
"""Group of a column that belongs to no single factor."""

UNCLEAR = "unclear"
"""Stands for the cause where none can be told."""

PRIOR_EXITS = 100.0
"""With so many recorded exits they weigh as much as the assumptions on causes."""

LONG_WAIT_DAYS = 7
"""A complaint that isn't resolved by then points at the response to it."""

FACTOR_OF_ROLE = {
    "price_sensitivity": "price",
    "money": "price",
    "value_product": "core_service_failure",
    "value_service": "service_encounter_failure",
    "value_personnel": "service_encounter_failure",
    "value_image": "ethics",
    "cost_money": "price",
    "cost_time": "inconvenience",
    "cost_energy": "inconvenience",
    "ces": "inconvenience",
    "ces_ease": "inconvenience",
    "effort": "inconvenience",
    "reliability": "core_service_failure",
    "tangibles": "core_service_failure",
    "responsiveness": "service_encounter_failure",
    "assurance": "service_encounter_failure",
    "empathy": "service_encounter_failure",
    "share_of_needs": "competition",
    "attention_to_rivals": "competition",
    "time_to_choose": "competition",
}
"""The factor that a question of a questionnaire speaks of, by what it measures; others speak of none."""

_WORDS_OF_PURPOSE: Mapping[str, str] = {
    "involuntary": "payment reminder, dunning, arrears, overdue, unpaid, moving house, 催缴, 欠费, 搬家",
    "core_service_failure": "fault, outage, breakdown, repair, defect, malfunction, 故障, 报修, 维修, 中断",
    "price": "bill, invoice, tariff, 账单, 资费",
    "competition": "competitor, rival, number porting, 竞争对手, 竞品, 携号转网",
}


def _any_of(words: str) -> re.Pattern[str]:
    """Return what finds one of the words; an English one must begin a word: an arrival is no rival."""
    return re.compile("|".join(rf"(?<![a-z]){one}" if one.isascii() else one for one in words.split(", ")))


_SPEAKS_OF = {factor: _any_of(words) for factor, words in _WORDS_OF_PURPOSE.items()}


def factor_of_purpose(purpose: str) -> str | None:
    """Return the factor that a contact's purpose speaks of by its words, ``None`` where it speaks of none."""
    said = purpose.casefold()
    return next((factor for factor, words in _SPEAKS_OF.items() if words.search(said)), None)
