"""What may a question of a survey measure?

Each item has one role, given once by the user; its code is what is stored with the item.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SERVQUAL: Final = ("reliability", "tangibles", "responsiveness", "assurance", "empathy")
VALUES: Final = ("value_product", "value_service", "value_personnel", "value_image")
COSTS: Final = ("cost_money", "cost_time", "cost_energy", "cost_psychic")
CAUSES: Final = ("cause_product", "cause_service", "cause_communication", "cause_care")
CONSTRUCTS: Final = (
    "image",
    "expected_quality",
    "perceived_quality",
    "perceived_value",
    "complaint_handling",
    "loyalty_intention",
)
LOYALTY_INDICATORS: Final = (
    "nps",
    "csat",
    "price_sensitivity",
    "time_to_choose",
    "attention_to_rivals",
    "attention_to_brand",
    "share_of_needs",
    "tolerance",
    "loyalty_intention",
)
REVERSED: Final = frozenset({"ces", "price_sensitivity", "time_to_choose", "attention_to_rivals", *COSTS})
"""Roles where a high score is bad for the company."""

EASE: Final = "ces_ease"
"""Of questions that ask how easy it was: effort the other way round, and counted as such."""

EXPECTATION_OF: Final[Mapping[str, str]] = {f"expectation_{name}": name for name in ("experience", *SERVQUAL)}
"""Roles of questions that ask what was expected, by the role of those that ask what was perceived."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "overall": ("csat", "nps", "ces", "ces_ease", "experience"),
    "servqual": SERVQUAL,
    "expectation": tuple(EXPECTATION_OF),
    "cause": CAUSES,
    "construct": CONSTRUCTS,
    "loyalty": tuple(role for role in LOYALTY_INDICATORS if role not in ("nps", "csat", "loyalty_intention")),
    "value": VALUES,
    "cost": COSTS,
}
"""Roles as the editor offers them; an answer to ``experience`` or a dimension may carry its expectation."""

ROLES: Final = tuple(role for group in GROUPS.values() for role in group)

OUTCOMES: Final = frozenset({"ces", EASE, "experience", *LOYALTY_INDICATORS})
"""Roles that drivers are to explain or that tell of loyalty, never drivers themselves."""
