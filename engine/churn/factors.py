"""For which eight reasons do customers turn away, and which of them can a company do something about?

Keaveney, S. M. (1995), Journal of Marketing 59(2), 71-82.
"""

from __future__ import annotations

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
