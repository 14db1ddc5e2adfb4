"""What was asked of the simulator before, and what did it answer?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, delete, or_, select

from data.database import reader, writer
from data.errors import DataError, NotFoundError
from data.tables.bases import utc_now
from data.tables.simulations import Simulation
from data.viewer import Viewer

LONGEST_NAME = 80


@dataclass(frozen=True)
class NewSimulation:
    """An answer to keep: ``inputs`` as JSON can hold them, ``results`` as bytes."""

    assessment_id: int
    input_hash: str
    name: str
    inputs: Mapping[str, Any]
    results: bytes


@dataclass(frozen=True)
class SimulationInfo:
    """A simulation in a list of them; ``headline`` has value, low and high, or nothing.

    ``kind`` and ``headline`` are empty in those kept before there were any.
    """

    simulation_id: int
    assessment_id: int
    name: str
    made_at: dt.datetime
    as_of: dt.date
    kind: str
    about: int | None
    headline: Mapping[str, float | None]


@dataclass(frozen=True)
class KeptSimulation:
    """A simulation with its inputs and results."""

    simulation_id: int
    assessment_id: int
    name: str
    made_at: dt.datetime
    inputs: Mapping[str, Any]
    results: bytes


def keep(viewer: Viewer, slug: str, simulation: NewSimulation) -> int:
    """Keep an answer and return its id; where the same question was answered meanwhile, that one's."""
    viewer.require_change(slug)
    with writer(slug) as session:
        same = select(Simulation.simulation_id).where(Simulation.input_hash == simulation.input_hash)
        there = session.exec(same).first()
        if there is not None:
            return there
        row = Simulation(
            assessment_id=simulation.assessment_id,
            input_hash=simulation.input_hash,
            name=simulation.name,
            made_at=utc_now(),
            inputs=dict(simulation.inputs),
            results=simulation.results,
        )
        session.add(row)
        session.flush()
        return row.simulation_id or 0


def answered(viewer: Viewer, slug: str, input_hash: str) -> int | None:
    """Return the id of the answer to these inputs, ``None`` where nobody asked yet."""
    viewer.require_read(slug)
    with reader(slug) as session:
        found = session.exec(select(Simulation.simulation_id).where(Simulation.input_hash == input_hash))
        return found.first()


def simulations(viewer: Viewer, slug: str) -> list[SimulationInfo]:
    """Return what was simulated, the newest first."""
    viewer.require_read(slug)
    inputs = col(Simulation.inputs)
    columns: list[Any] = [
        Simulation.simulation_id,
        Simulation.assessment_id,
        Simulation.name,
        Simulation.made_at,
        inputs["as_of"].as_string(),
        inputs["kind"].as_string(),
        inputs["about"].as_integer(),
        inputs["headline"],
    ]
    with reader(slug) as session:
        rows = session.exec(select(*columns).order_by(col(Simulation.simulation_id).desc())).all()
    return [
        SimulationInfo(
            number, of, name, made_at, dt.date.fromisoformat(as_of), kind or "", about, headline or {}
        )
        for number, of, name, made_at, as_of, kind, about, headline in rows
    ]


def rename(viewer: Viewer, slug: str, simulation_id: int, name: str) -> None:
    """Call a simulation by another name.

    Raises
    ------
    NotFoundError
        There is no simulation of that number.
    DataError
        The name is empty or too long.
    """
    viewer.require_change(slug)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise DataError("error.simulation_name_length", longest=LONGEST_NAME)
    with writer(slug) as session:
        row = _require(session, simulation_id)
        row.name = name
        session.add(row)


def remove(viewer: Viewer, slug: str, simulation_id: int) -> None:
    """Forget a simulation, and those that go on from it.

    Raises
    ------
    NotFoundError
        There is no simulation of that number.
    """
    viewer.require_change(slug)
    with writer(slug) as session:
        _require(session, simulation_id)
        further = col(Simulation.inputs)["about"].as_integer() == simulation_id
        session.exec(delete(Simulation).where(or_(further, col(Simulation.simulation_id) == simulation_id)))


def followed(viewer: Viewer, slug: str, simulation_id: int) -> dict[str, int]:
    """Return the newest answer of each kind that goes on from an answer: kind and number."""
    viewer.require_read(slug)
    inputs = col(Simulation.inputs)
    with reader(slug) as session:
        rows = session.exec(
            select(inputs["kind"].as_string(), Simulation.simulation_id)
            .where(inputs["about"].as_integer() == simulation_id)
            .order_by(col(Simulation.simulation_id))
        ).all()
    return {kind: number for kind, number in rows if number is not None}


def simulation(viewer: Viewer, slug: str, simulation_id: int) -> KeptSimulation:
    """Return a simulation as it was kept.

    Raises
    ------
    NotFoundError
        There is no simulation of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        row = _require(session, simulation_id)
        return KeptSimulation(**{name: getattr(row, name) for name in KeptSimulation.__dataclass_fields__})


def _require(session: Session, simulation_id: int) -> Simulation:
    row = session.get(Simulation, simulation_id)
    if row is None:
        raise NotFoundError("error.simulation_not_found", simulation=simulation_id)
    return row
