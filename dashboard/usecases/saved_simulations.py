"""What did this company ask the simulator before, and what is it called?"""

from __future__ import annotations

from dataclasses import replace

from dashboard.usecases.simulating import ANSWER, CURVE, OLD_CURVE
from data import simulations
from data.simulations import LONGEST_NAME, SimulationInfo
from data.viewer import Viewer

__all__ = ["LONGEST_NAME", "SimulationInfo", "followed", "remove", "rename", "saved"]


def saved(viewer: Viewer, slug: str) -> list[SimulationInfo]:
    """Return what was simulated, the newest first."""
    return [
        replace(one, kind=one.kind or (CURVE if one.name == OLD_CURVE else ANSWER))
        for one in simulations.simulations(viewer, slug)
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
    simulations.rename(viewer, slug, simulation_id, name)


def remove(viewer: Viewer, slug: str, simulation_id: int) -> None:
    """Forget a simulation, and those that go on from it.

    Raises
    ------
    NotFoundError
        There is no simulation of that number.
    """
    simulations.remove(viewer, slug, simulation_id)


def followed(viewer: Viewer, slug: str, simulation_id: int, kind: str) -> int | None:
    """Return the number of the newest answer of a kind that goes on from an answer; ``None`` without."""
    return simulations.followed(viewer, slug, simulation_id).get(kind)
