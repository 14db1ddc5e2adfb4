"""What can be typed of satisfaction and loyalty: weights of indicators, talk, and how many were asked?"""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Final

from dashboard.formats import Reader
from dashboard.presenters.assumptions import Entry, Group, Section, number, percent
from engine.loyalty.index import INDICATORS, MOST_WEIGHT
from engine.satisfaction.response import MOST_INVITED
from engine.satisfaction.silent_majority import TALK_RANGES, Talk

SUBJECTS: Final = ("loyalty", "talk", "survey")


def experience_sections(reader: Reader) -> tuple[Section, ...]:
    """Return all that can be typed of satisfaction and loyalty, subject by subject."""
    entries = {"loyalty": _weights(reader), "talk": _talk(reader), "survey": (_invited(reader),)}
    return tuple(_section(subject, entries[subject], reader) for subject in SUBJECTS)


def _section(subject: str, entries: tuple[Entry, ...], reader: Reader) -> Section:
    texts = reader.texts
    group = Group(texts(f"assumptions.{subject}.group"), entries)
    title, caption = texts(f"assumptions.{subject}.title"), texts(f"assumptions.{subject}.caption")
    return Section(subject, title, caption, (group,))


def _weights(reader: Reader) -> tuple[Entry, ...]:
    texts = reader.texts
    about = texts("assumptions.loyalty.about")
    return tuple(
        Entry(f"loyalty.{name}", texts(f"experience.role.{name}"), "number", 1.0, 0.0, MOST_WEIGHT, about)
        for name in INDICATORS
    )


def _talk(reader: Reader) -> tuple[Entry, ...]:
    texts, given = reader.texts, Talk()
    entries = []
    for field in fields(Talk):
        default, (low, high) = float(getattr(given, field.name)), TALK_RANGES[field.name]
        is_share = high <= 1.0
        said = percent(default, reader) if is_share else number(default, reader)
        origin = "assumed" if is_share else "source"
        entries.append(
            Entry(
                name=f"talk.{field.name}",
                label=texts(f"assumptions.talk.{field.name}"),
                kind="percent" if is_share else "number",
                default=default,
                low=low,
                high=high,
                about=texts(f"assumptions.talk.about.{origin}", default=said),
            )
        )
    return tuple(entries)


def _invited(reader: Reader) -> Entry:
    texts = reader.texts
    label, about = texts("assumptions.survey.invited"), texts("assumptions.survey.about")
    return Entry("survey.invited", label, "number", math.nan, 1.0, MOST_INVITED, about)
