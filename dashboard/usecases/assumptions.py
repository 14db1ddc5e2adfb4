"""Which assumptions can be typed, subject by subject, and which values of them make no sense?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.churn.value_weights import check_leaving
from engine.errors import SettingOutOfRangeError
from engine.loyalty.index import check_weights
from engine.rescue.assumptions import RescueAssumptions
from engine.satisfaction.response import check_invited
from engine.satisfaction.silent_majority import Talk
from engine.settings import AssessmentSettings

# Each takes the values of its subject by name and refuses those for which the method isn't defined.
_CHECKS: dict[str, Callable[[Mapping[str, float]], object]] = {
    "rescue": RescueAssumptions().typed,
    "leaving": check_leaving,
    "loyalty": check_weights,
    "talk": Talk().typed,
    "survey": check_invited,
}


def check_typed(settings: AssessmentSettings) -> None:
    """Refuse typed assumptions that nobody knows or for which a method isn't defined.

    Raises
    ------
    SettingOutOfRangeError
        There is one; nothing of the others is wrong because of it.
    """
    for name, value in settings.typed.items():
        if name.partition(".")[0] not in _CHECKS:
            raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=value)
    for subject, check in _CHECKS.items():
        check(settings.typed_of(subject))
