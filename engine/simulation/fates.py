"""Which luck does a customer have, whatever the scenario?

Every draw is a pure function of (seed, replication, purpose, round, customer): a counter-based
generator, so any part of a stream can be drawn in any order and gives the same digits. Two
scenarios that ask for the same draw get the same luck; that is what makes their difference quiet.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from engine.formulas import Formula

Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]

FATE = Formula(
    name="simulation_fate",
    latex=r"T_i = \min\{t : \textstyle\int_0^t \lambda_i(u)\,f_i(u)\,du \ge E_i\}, \quad"
    r" E_i \sim \mathrm{Exp}(1)",
    origin="source",
)

# Constants of SplitMix64: Steele, Lea & Flood (2014), OOPSLA, figure 17.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SCALE = 2.0**-53


def stream_key(seed: int, replication: int, purpose: str, turn: int = 0) -> int:
    """Return the 64-bit key of one stream; different names never share a stream but by chance."""
    named = f"{seed}/{replication}/{purpose}/{turn}".encode()
    return int.from_bytes(blake2b(named, digest_size=8).digest(), "little")


def keyed_uniforms(key: int, customers: Keys) -> Floats:
    """Return a number of the open interval (0, 1) for each customer key, 53 bits fine."""
    mixed = customers * _STEP + np.uint64(key)
    mixed ^= mixed >> np.uint64(30)
    mixed *= _FIRST
    mixed ^= mixed >> np.uint64(27)
    mixed *= _SECOND
    mixed ^= mixed >> np.uint64(31)
    drawn: Floats = ((mixed >> np.uint64(11)).astype(np.float64) + 0.5) * _SCALE
    return drawn


@dataclass(frozen=True)
class Fates:
    """The luck of one replication; the same for every scenario that runs under it."""

    seed: int
    replication: int

    def uniforms(self, purpose: str, customers: Keys, turn: int = 0) -> Floats:
        """Return uniform draws in (0, 1) for a purpose; ``turn`` tells repeated draws apart."""
        return keyed_uniforms(stream_key(self.seed, self.replication, purpose, turn), customers)

    def exponentials(self, purpose: str, customers: Keys, turn: int = 0) -> Floats:
        """Return unit-exponential draws: the thresholds at which customers leave, service times."""
        drawn: Floats = -np.log(self.uniforms(purpose, customers, turn))
        return drawn

    def normals(self, purpose: str, customers: Keys, turn: int = 0) -> Floats:
        """Return standard normal draws: the error of a score."""
        from scipy.special import ndtri

        drawn: Floats = ndtri(self.uniforms(purpose, customers, turn))
        return drawn
