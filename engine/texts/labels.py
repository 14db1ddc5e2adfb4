"""Which of the eight factors, and which of the four groups of causes, does a label name?

Files label complaints in their own words. What names a factor or one of the four groups is read
as that; any other label is kept as it is written and belongs to no group.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from engine.churn.factors import FACTORS

FOUR_CAUSES: Final = ("product", "service", "communication", "care")
NO_COMPLAINT: Final = "none"
"""What a person says of a text that complains of nothing."""

CAUSE_OF_FACTOR: Final = {
    "price": "product",
    "core_service_failure": "product",
    "inconvenience": "service",
    "service_encounter_failure": "service",
    "ethics": "communication",
    "response_to_failure": "care",
}
"""Where a factor belongs. What is got and what it costs is the product; how and by whom it is given the
service; what was said and kept back the communication; what is done once something went wrong the care.
Competition and what nobody can help belong to none."""

_ALSO_CALLED: Final = {
    "价格": "price",
    "不方便": "inconvenience",
    "不便": "inconvenience",
    "核心服务失误": "core_service_failure",
    "质量": "core_service_failure",
    "质量问题": "core_service_failure",
    "quality": "core_service_failure",
    "服务人员失误": "service_encounter_failure",
    "服务态度": "service_encounter_failure",
    "staff": "service_encounter_failure",
    "attitude": "service_encounter_failure",
    "对失误的反应": "response_to_failure",
    "complaint_handling": "response_to_failure",
    "投诉处理": "response_to_failure",
    "竞争": "competition",
    "伦理道德": "ethics",
    "非自愿转换": "involuntary",
    "产品": "product",
    "服务": "service",
    "沟通": "communication",
    "关怀": "care",
}


def label_code(label: str) -> str:
    """Return the factor or group of causes that a label names, else the label as it is written."""
    written = " ".join(unicodedata.normalize("NFKC", label).split())
    code = written.casefold().replace(" ", "_").replace("-", "_")
    if code in FACTORS or code in FOUR_CAUSES:
        return code
    return _ALSO_CALLED.get(code, written)


def cause_of(label: str) -> str:
    """Return the group of causes that a label's code belongs to, empty where it belongs to none."""
    return label if label in FOUR_CAUSES else CAUSE_OF_FACTOR.get(label, "")
