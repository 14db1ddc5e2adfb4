"""How are results kept, to the last digit?

The numbers of every replication as numpy writes arrays, compressed; never as objects, so that
reading them can't run anything.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np

from engine.simulation.results import Results
from engine.simulation.scenario import Scenario

_ARRAYS = ("flows", "left", "sampling")


def to_bytes(results: Results) -> bytes:
    """Return the arrays of results; the scenarios travel beside them."""
    file = io.BytesIO()
    np.savez_compressed(file, **{name: getattr(results, name) for name in _ARRAYS})
    return file.getvalue()


def from_bytes(scenarios: Sequence[Scenario], content: bytes) -> Results:
    """Return the results that were written, of these scenarios."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return Results(tuple(scenarios), *(arrays[name] for name in _ARRAYS))
