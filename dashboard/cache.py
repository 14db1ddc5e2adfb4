"""What is read once and kept for the next rerun?

The only module that touches Streamlit's cache. Streamlit compares arguments by a hash that
samples large frames and that texts can be forged to collide with, so a cached function takes
one ``Key`` of codes and numbers, written out unambiguously; never a frame, never what
somebody typed. A new import raises the data version and a new assessment has a new id: old
entries are never wrong, only unused.

To keep something more, add a function here that takes a ``Key`` and calls a use case. A frame
goes under ``@_shared``: there is one for all readers, and each gets a copy that pandas makes
lazily, so a hit costs nothing and a change stays with who made it. Anything else, a frame with
lists or dicts in its cells too, goes under ``@_kept``: each reader gets an own copy, so it had
better be small. What is joined from kept parts (``people``) asks for them with keys of their own.
``entries`` are all companies' together; the oldest goes first.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from functools import wraps
from typing import TypeVar

import pandas as pd
import streamlit as st

from dashboard.garbage import freeze_once
from dashboard.usecases import access, assessed, matching, startup
from dashboard.usecases import customers as known
from dashboard.usecases import data_quality as known_data
from dashboard.usecases import item_roles as asked_in_surveys
from dashboard.usecases import prospects as offered
from dashboard.usecases import simulating as asked_before
from dashboard.usecases import time_line as events
from dashboard.usecases import warning_record as warnings_then
from dashboard.usecases.assessed import Found
from dashboard.usecases.customers import CustomerRecord
from dashboard.usecases.data_quality import DataQuality
from dashboard.usecases.item_roles import ItemInfo, ItemName
from dashboard.usecases.matching import Proposal
from dashboard.usecases.simulating import Answer, Start
from dashboard.usecases.warning_record import WarningRecord


@dataclass(frozen=True)
class Key:
    """What a cached result depends on; ``parameters`` are codes and numbers only."""

    workspace: str
    data_version: int
    assessment_id: int
    role: str
    parameters: tuple[str | int | float | bool | None, ...] = ()

    def written(self) -> str:
        """Return the key as an unambiguous text."""
        return json.dumps(astuple(self), ensure_ascii=True)

    def of(self, assessment_id: int, *parameters: str | int | float | bool | None) -> Key:
        """Return the key of another assessment of the same company (0: of its data alone)."""
        return replace(self, assessment_id=assessment_id, parameters=parameters)


Result = TypeVar("Result")
Frame = TypeVar("Frame", pd.DataFrame, pd.Series)


def _kept(entries: int) -> Callable[[Callable[[Key], Result]], Callable[[Key], Result]]:
    return st.cache_data(max_entries=entries, show_spinner=False, hash_funcs={Key: Key.written})


def _shared(entries: int) -> Callable[[Callable[[Key], Frame]], Callable[[Key], Frame]]:
    hold = st.cache_resource(max_entries=entries, show_spinner=False, hash_funcs={Key: Key.written})

    def declared(function: Callable[[Key], Frame]) -> Callable[[Key], Frame]:
        held = hold(function)

        @wraps(function)
        def handed_out(key: Key) -> Frame:
            return held(key).copy(deep=False)

        return handed_out

    return declared


def _frozen(entries: int) -> Callable[[Callable[[Key], Result]], Callable[[Key], Result]]:
    """Return what keeps one for all readers: only for what nobody can change."""
    hold: Callable[[Callable[[Key], Result]], Callable[[Key], Result]] = st.cache_resource(
        max_entries=entries, show_spinner=False, hash_funcs={Key: Key.written}
    )
    return hold


@_frozen(entries=4)
def simulation_start(key: Key) -> Start:
    """Return from where simulations of the assessment begin."""
    return asked_before.start(access.viewer(), key.workspace, key.assessment_id)


def forget_simulation(key: Key) -> None:
    """Drop an answer that is called otherwise now, or removed; other processes keep theirs until restart."""
    clear: Callable[[Key], None] = simulation.clear  # type: ignore[attr-defined]
    clear(key)


@_frozen(entries=16)
def simulation(key: Key) -> Answer:
    """Return an answer of the simulator that was kept; its number is the only parameter."""
    return asked_before.answer(access.viewer(), key.workspace, _number(key))


@st.cache_resource(show_spinner=False)
def prepared() -> None:
    """Make what a first start needs, once a process."""
    startup.prepare(access.viewer())
    freeze_once()


@_kept(entries=32)
def found(key: Key) -> Found:
    """Return the figures, cards and rules of the assessment."""
    return assessed.found(access.viewer(), key.workspace, key.assessment_id)


@_shared(entries=16)
def customers(key: Key) -> pd.DataFrame:
    """Return the customers of the assessment; ``parameters`` name the columns, none means all."""
    columns = [str(name) for name in key.parameters] or None
    return assessed.customers(access.viewer(), key.workspace, key.assessment_id, columns)


@_shared(entries=16)
def people(key: Key) -> pd.DataFrame:
    """Return the customers of the assessment with names, further ids and tiers of an earlier one.

    The earlier assessment's number is the only parameter; None where there is none.
    """
    company, earlier = key.of(0), _number(key)
    before = tiers(key.of(earlier)) if earlier else None
    return assessed.joined(
        customers(key.of(key.assessment_id)), customer_names(company), other_ids(company), before
    )


@_shared(entries=16)
def tiers(key: Key) -> pd.DataFrame:
    """Return who was worth what in the assessment, customers that are merged since as one."""
    found = customers(key.of(key.assessment_id, "customer_key", "value_tier", "current_value"))
    return assessed.as_one_person(found, kept_keys(key.of(0)))


@_shared(entries=64)
def results(key: Key) -> pd.DataFrame:
    """Return a table of the assessment's results, empty where it has none; its name is the only parameter."""
    return assessed.results(access.viewer(), key.workspace, key.assessment_id, str(key.parameters[0]))


@_shared(entries=4)
def answers(key: Key) -> pd.DataFrame:
    """Return all answers that the assessment knew, with what decides which figures count them."""
    return assessed.results(access.viewer(), key.workspace, key.assessment_id, "answers")


@_shared(entries=4)
def answers_of_figures(key: Key) -> pd.DataFrame:
    """Return which answers count for customers' own figures; empty where the assessment kept no answers."""
    return assessed.answers_of_figures(access.viewer(), key.workspace, key.assessment_id)


@_shared(entries=4)
def texts(key: Key) -> pd.DataFrame:
    """Return what customers said, as the assessment sorted it, with the words for who may read them."""
    return assessed.texts(access.viewer(), key.workspace, key.assessment_id)


@_shared(entries=8)
def customer_names(key: Key) -> pd.Series:
    """Return the customers' names by ``customer_id``; empty where none are known or may be shown."""
    return known.names(access.viewer(), key.workspace)


@_kept(entries=64)
def customer_record(key: Key) -> CustomerRecord:
    """Return what the company's files say of one customer; its number is the only parameter."""
    return known.customer_record(access.viewer(), key.workspace, _number(key))


@_kept(entries=64)
def customer_history(key: Key) -> list[tuple[dt.date, pd.Series]]:
    """Return one customer's row of each assessment; its number is the only parameter."""
    return known.history(access.viewer(), key.workspace, _number(key))


@_shared(entries=64)
def leaving_curve(key: Key) -> pd.Series:
    """Return how one customer's chance to be here still falls; their number is the only parameter."""
    return assessed.leaving_curve(access.viewer(), key.workspace, key.assessment_id, _number(key))


@_kept(entries=64)
def time_line(key: Key) -> pd.DataFrame:
    """Return what happened with one customer beside purchases; its number is the only parameter."""
    return events.time_line(access.viewer(), key.workspace, _number(key))


@_shared(entries=64)
def customer_answers(key: Key) -> pd.DataFrame:
    """Return what one customer answered, the newest first; their number is the only parameter."""
    return known.answers(access.viewer(), key.workspace, _number(key))


@_kept(entries=8)
def warning_record(key: Key) -> WarningRecord:
    """Return what became of the warnings of the assessments before this one."""
    return warnings_then.warning_record(access.viewer(), key.workspace, key.assessment_id)


@_kept(entries=8)
def data_quality(key: Key) -> DataQuality:
    """Return how much of each kind there is, and what figures rest on."""
    return known_data.data_quality(access.viewer(), key.workspace)


@_kept(entries=8)
def survey_items(key: Key) -> list[ItemInfo]:
    """Return the questions of all surveys with their roles."""
    return asked_in_surveys.items(access.viewer(), key.workspace)


@_kept(entries=8)
def item_names(key: Key) -> list[ItemName]:
    """Return how the files call each question of the surveys."""
    return asked_in_surveys.item_names(access.viewer(), key.workspace)


@_shared(entries=8)
def other_ids(key: Key) -> pd.Series:
    """Return the further ids of merged customers by the id that they are read as."""
    return matching.other_ids(access.viewer(), key.workspace)


@_kept(entries=8)
def kept_keys(key: Key) -> dict[int, int]:
    """Return each merged customer's number with that of whom it is read as."""
    return matching.kept_keys(access.viewer(), key.workspace)


@_kept(entries=4)
def proposed(key: Key) -> list[Proposal]:
    """Return who may be one person; the key's data version is what was brought in, not what was decided."""
    return matching.proposed(access.viewer(), key.workspace)


@_shared(entries=8)
def without_purchase(key: Key) -> pd.DataFrame:
    """Return customers on file whom the assessment doesn't know, scored by its model."""
    return offered.without_purchase(access.viewer(), key.workspace, key.assessment_id)


@_shared(entries=8)
def product_labels(key: Key) -> pd.Series:
    """Return how each product is called, by its id."""
    return offered.product_labels(access.viewer(), key.workspace)


@_kept(entries=8)
def attribute_labels(key: Key) -> dict[str, str]:
    """Return how each attribute was headed in the file it came with."""
    return offered.attribute_labels(access.viewer(), key.workspace)


def _number(key: Key) -> int:
    return int(key.parameters[0] or 0)
