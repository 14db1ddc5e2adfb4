"""What was asked of the simulator before, and what did it answer?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from data.database import reader, writer
from data.errors import NotFoundError
from data.tables.bases import utc_now
from data.tables.simulations import Simulation
from data.viewer import Viewer


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
    """A simulation in a list of them."""

    simulation_id: int
    assessment_id: int
    name: str
    made_at: dt.datetime


@dataclass(frozen=True)
class KeptSimulation(SimulationInfo):
    """A simulation with its inputs and results."""

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
    columns = [getattr(Simulation, name) for name in SimulationInfo.__dataclass_fields__]
    with reader(slug) as session:
        rows = session.exec(select(*columns).order_by(col(Simulation.simulation_id).desc())).all()
    return [SimulationInfo(*row) for row in rows]


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
        row = session.get(Simulation, simulation_id)
        if row is None:
            raise NotFoundError("error.simulation_not_found", simulation=simulation_id)
        return KeptSimulation(**{name: getattr(row, name) for name in KeptSimulation.__dataclass_fields__})
