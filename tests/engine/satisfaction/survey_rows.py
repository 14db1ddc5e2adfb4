"""Answers as the engine takes them, for tests."""

import pandas as pd

from engine.contracts import Relations


def relations_of(answers: list[dict], items: list[dict]) -> Relations:
    return Relations.from_frames(survey_answers=pd.DataFrame(answers), survey_items=pd.DataFrame(items))


def answer(who: str, item: str, score: float | None, day: str = "2025-01-10", **more: object) -> dict:
    named = {"customer_id": who} if not who.startswith("?") else {"respondent": who}
    return {"item_id": item, "day": pd.Timestamp(day), "score": score, **named, **more}


def item(item_id: str, role: str | None, low: float = 0.0, high: float = 10.0) -> dict:
    return {"item_id": item_id, "label": item_id, "role": role, "scale_low": low, "scale_high": high}
