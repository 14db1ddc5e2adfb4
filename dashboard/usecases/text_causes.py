"""What did a person read out of a customer's words?"""

from __future__ import annotations

from dashboard.usecases.item_roles import assess_anew
from data import text_causes as stored
from data.errors import DataError
from data.viewer import Viewer
from engine.churn.factors import FACTORS
from engine.texts.labels import NO_COMPLAINT

__all__ = ["assess_anew", "decide"]


def decide(viewer: Viewer, slug: str, source: str, row_key: int, cause: str) -> None:
    """Keep that a text is about one of the eight factors, or none; "" takes it back.

    It counts from the next assessment on.

    Raises
    ------
    NotFoundError
        The text left with its import.
    DataError
        There is no such factor.
    """
    if cause and cause not in (*FACTORS, NO_COMPLAINT):
        raise DataError("text_causes.unknown", cause=cause)
    stored.decide(viewer, slug, source, row_key, cause)
