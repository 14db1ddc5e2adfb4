"""What is worth knowing about ids and days that were taken, though nothing was wrong with them?"""

from __future__ import annotations

from collections.abc import Iterator

from data.importing.checked import Note
from data.importing.days import DayTexts
from data.importing.identifiers import Identifiers


def notes_on_ids(found: Identifiers, heading: str) -> Iterator[Note]:
    """Yield what was done with a column of texts, and what nobody would see in it."""
    yield Note("spaces_trimmed", "changed", found.is_trimmed, heading)
    yield Note("ids_united", "changed", found.is_united, heading)
    yield Note("accents_composed", "changed", found.is_composed, heading)
    yield Note("hidden_characters", "kept", found.is_hidden & ~found.is_united, heading)


def notes_on_days(found: DayTexts, heading: str) -> Iterator[Note]:
    """Yield what the days of a column were more than days."""
    yield Note("time_dropped", "changed", found.with_time, heading)
    yield Note("time_zone", "kept", found.with_zone, heading)
    yield Note("short_year", "changed", found.with_short_year, heading)
