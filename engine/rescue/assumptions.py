"""What has to be assumed before a rescue can be judged, how sure is it, and who says so?

Each assumption carries its range and its origin. Every one can be typed in; what the company's
own records say takes the place of an assumption as soon as there is enough of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.churn.factors import FACTORS
from engine.errors import SettingOutOfRangeError
from engine.rescue.causes import NOT_OURS

Floats = NDArray[np.float64]

VERBRAKEN = "Verbraken, Verbeke & Baesens (2013), IEEE TKDE 25(5), 961-973"
TARP = "Technical Assistance Research Programs (1986), Consumer Complaint Handling in America"
EAST = "East, Hammond & Lomax (2008), International Journal of Research in Marketing 25(3), 215-224"
WINBACK = "rescue.source.won_back"

ORIGINS = ("measured", "estimated", "source", "typed", "assumed")
STAGES = ("exploration", "formation", "stability", "decline")
STRENGTHS = ("kept_strength", "won_back_strength")
_UNBOUNDED = frozenset({"told", "contact_cost", "offer_cost"})
_FACTORS_OF_CHANCE = ("success_by_cause", "success_by_stage", "success_by_switching_cost")
_GREATEST_FACTOR = 5.0


@dataclass(frozen=True)
class Assumption:
    """A number that was not measured here, the range in which it may lie, and where it comes from.

    ``origin`` is one of ``ORIGINS``: ``assumed`` is stated by the program without a source, as a
    place to start; ``source`` is the title of what was read, or the message id of what it says.
    Without a range the value is taken as certain.
    """

    value: float
    low: float | None = None
    high: float | None = None
    origin: str = "assumed"
    source: str = ""

    @property
    def range(self) -> tuple[float, float]:
        """Return the lowest and the highest value that it may have."""
        low = self.value if self.low is None else self.low
        return low, self.value if self.high is None else self.high

    @property
    def message_id(self) -> str:
        """Return the id of the words for its origin."""
        return f"rescue.origin.{self.origin}"

    def draws(self, rng: np.random.Generator, count: int) -> Floats:
        """Return values as likely as a triangle over the range makes them, its peak at the value."""
        low, high = self.range
        if low == high:
            return np.full(count, self.value)
        return rng.triangular(low, self.value, high, count)


def name_message_id(name: str) -> str:
    """Return the id of an assumption's name; those of a group share one."""
    return f"rescue.assumption.{name.partition('.')[0]}"


def allowed_range(name: str) -> tuple[float, float]:
    """Return between which values an assumption makes sense, by its name in ``named``."""
    if name in _UNBOUNDED:
        return 0.0, np.inf
    return 0.0, _GREATEST_FACTOR if name.startswith(_FACTORS_OF_CHANCE) else 1.0


def _by_cause(ours: float, not_ours: float) -> Mapping[str, Assumption]:
    values = {factor: not_ours if factor in NOT_OURS else ours for factor in FACTORS}
    return MappingProxyType({factor: Assumption(value) for factor, value in values.items()})


def _success_by_cause() -> Mapping[str, Assumption]:
    values = {factor: Assumption(1.0) for factor in FACTORS}
    values["ethics"] = Assumption(0.5, 0.25, 1.0)
    # Who moved away or died can hardly be kept by an offer.
    values["involuntary"] = Assumption(0.1, 0.0, 0.2)
    return MappingProxyType(values)


def _values(**values: float) -> Mapping[str, Assumption]:
    return MappingProxyType({name: Assumption(value) for name, value in values.items()})


@dataclass(frozen=True)
class RescueAssumptions:
    """What the ceiling and the gain of a rescue rest on; shares and chances are 0-1.

    Attributes
    ----------
    kept, kept_strength
        γ, the chance that an offer keeps somebody who would leave, and the number of recorded
        offers that this prior counts for: Beta(6, 14), mean .3, strength 20.
    won_back, won_back_strength
        The same for somebody who has left and would not come back unaided.
    success_by_cause, success_by_stage, success_by_switching_cost
        By which factor the chance differs; what is measured keeps its average.
    ill_fitting
        The share of its effect that a measure has on a cause that it isn't made for.
    returns_unaided
        λ0, the chance that somebody who left comes back without a rescue, where no model says it.
    talk_left
        κ, the share of the talk that remains after an attempt that failed but was decent.
    dissatisfied
        θ by cause, the chance that who leaves for it leaves dissatisfied and talks.
    told, within_reach, swayed
        To how many a dissatisfied leaver talks; how many of these are or could be customers; by
        how much their chance to buy falls.
    redeemed_by_stayers
        a, the chance that somebody who would have stayed anyway takes the offer.
    contact_share, offer_share
        c and o as shares of a customer's value, where neither books nor user give an amount: c of
        the mean customer's, o of the customer's own.
    contact_cost, offer_cost
        c and o in money, typed by the user; NaN leaves them to the books or to the shares.
    """

    kept: Assumption = Assumption(0.3, origin="source", source=VERBRAKEN)
    kept_strength: float = 20.0
    won_back: Assumption = Assumption(0.3, origin="source", source=WINBACK)
    won_back_strength: float = 10.0
    success_by_cause: Mapping[str, Assumption] = field(default_factory=_success_by_cause)
    success_by_stage: Mapping[str, Assumption] = field(
        default_factory=lambda: _values(exploration=1.2, formation=1.2, stability=0.8, decline=0.8)
    )
    success_by_switching_cost: Mapping[str, Assumption] = field(
        default_factory=lambda: _values(low=1.2, unknown=1.0, high=0.8)
    )
    ill_fitting: Assumption = Assumption(0.5, 0.25, 0.75)
    returns_unaided: Assumption = Assumption(0.05, 0.0, 0.1)
    talk_left: Assumption = Assumption(0.5, 0.25, 0.75)
    dissatisfied: Mapping[str, Assumption] = field(default_factory=lambda: _by_cause(1.0, 0.0))
    told: Assumption = Assumption(9.0, 2.0, 16.0, "source", TARP)
    within_reach: Assumption = Assumption(0.1, 0.0, 0.2)
    swayed: Assumption = Assumption(0.11, 0.05, 0.17, "source", EAST)
    redeemed_by_stayers: Assumption = Assumption(1.0, origin="source", source=VERBRAKEN)
    contact_share: Assumption = Assumption(0.005, origin="source", source=VERBRAKEN)
    offer_share: Assumption = Assumption(0.05, origin="source", source=VERBRAKEN)
    contact_cost: Assumption = Assumption(float("nan"))
    offer_cost: Assumption = Assumption(float("nan"))

    def __post_init__(self) -> None:
        """Refuse values outside the range in which the formulas are defined."""
        for name, one in self.named():
            low, high = one.range
            # NaN stands for "nobody typed an amount", and only where an amount can be missing.
            unknown = name in ("contact_cost", "offer_cost") and np.isnan(one.value)
            least, most = allowed_range(name)
            if not unknown and not least <= low <= one.value <= high <= most:
                raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=one.value)
        for name in STRENGTHS:
            if not 0.0 < getattr(self, name) < np.inf:
                value = getattr(self, name)
                raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=value)

    def named(self) -> Iterator[tuple[str, Assumption]]:
        """Yield every assumption with its name; those of a group are called ``group.member``."""
        for one in dataclasses.fields(self):
            value = getattr(self, one.name)
            if isinstance(value, Assumption):
                yield one.name, value
            elif isinstance(value, Mapping):
                yield from ((f"{one.name}.{member}", inner) for member, inner in value.items())

    def typed(self, values: Mapping[str, float]) -> RescueAssumptions:
        """Return the assumptions with those that the user typed, by the names of ``named``.

        A typed value is taken as certain: it loses the range that it had.

        Raises
        ------
        SettingOutOfRangeError
            No assumption has that name, or the value is outside its range.
        """
        known = {name for name, _ in self.named()} | set(STRENGTHS)
        changed: dict[str, object] = {}
        groups: dict[str, dict[str, Assumption]] = {}
        for name, value in values.items():
            if name not in known:
                raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=value)
            group, _, member = name.partition(".")
            if member:
                groups.setdefault(group, dict(getattr(self, group)))[member] = Assumption(
                    value, origin="typed"
                )
            else:
                changed[group] = value if group in STRENGTHS else Assumption(value, origin="typed")
        changed |= {group: MappingProxyType(members) for group, members in groups.items()}
        return dataclasses.replace(self, **changed)  # type: ignore[arg-type]
