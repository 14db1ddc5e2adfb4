"""What do groups, likeness to the best and the next product say of themselves, as fitted models?

Their cards hold what is needed; here it is put as an account like those of the other models.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from engine.cards import Bin, Card, Compared, Fact, Gate, ModelCard
from engine.estimate import Estimate
from engine.rates import share_estimate
from engine.segments import clusters, next_product, prospects

_FIFTHS = 5
_LIKENESS_GATES = {"learned": prospects.MINIMUM_LEARNED, "later": prospects.MINIMUM_TRIED}
_CROSSSELLING_GATES = {
    "products": next_product.MINIMUM_PRODUCTS,
    "customers": next_product.MINIMUM_CUSTOMERS,
    "buyers": next_product.MINIMUM_BUYERS,
}
_NOT_FOR = ("other_company", "after_change", "single_decision")


def group_accounts(cards: Iterable[Card], first_day: dt.date, as_of: dt.date) -> tuple[ModelCard, ...]:
    """Return the accounts of ``clusters``, ``likeness_*`` and ``crossselling`` from their cards."""
    return tuple(_account(card, first_day, as_of) for card in cards if card.name in _KINDS)


def _account(card: Card, first_day: dt.date, as_of: dt.date) -> ModelCard:
    if card.status != "ok":
        missed = Gate(
            f"{_kind(card)}_{card.facts.get('variant', 'customers')}",
            int(card.facts["count"]),
            int(card.facts["needed"]),
        )
        return ModelCard(card.name, "not_enough_data", gates=(missed,))
    return _KINDS[card.name](card, first_day, as_of)


def _kind(card: Card) -> str:
    return card.name.partition("_")[0]


def _likeness(card: Card, first_day: dt.date, as_of: dt.date) -> ModelCard:
    lift = _estimate(card, "lift{}", _count(card, "later"))
    is_used = card.facts["variant"] == "found"
    chance = Compared("chance_alone", {"likeness_lift": Estimate(1.0)}, is_default=not is_used)
    return ModelCard(
        name=card.name,
        data_from=first_day,
        data_to=as_of,
        facts=_facts(card, ("learned", "later", "follow_months")),
        gates=_gates(card, _LIKENESS_GATES),
        compared=(Compared("likeness", {"likeness_lift": lift}, is_default=is_used), chance),
        errors={"likeness_lift": lift},
        calibration=_fifths(card),
        not_for=_NOT_FOR,
    )


def _fifths(card: Card) -> tuple[Bin, ...]:
    """Return the fifths by score: how many were said to become the best, and did; the lowest first."""
    each = _count(card, "later") // _FIFTHS
    bins = []
    for fifth in range(_FIFTHS, 0, -1):
        said, share = (float(card.facts[f"fifth_{fifth}{end}_share"]) for end in ("_said", ""))
        seen = share_estimate(round(share * each), each, needed=1)
        bins.append(Bin(said, share, seen.low, seen.high, each))
    return tuple(bins)


def _crossselling(card: Card, first_day: dt.date, as_of: dt.date) -> ModelCard:
    way, buyers = str(card.facts["way"]), _count(card, "buyers")
    gain, hits = _estimate(card, "gain{}_share", buyers), _estimate(card, "hit_3{}_rate", buyers)
    popular = share_estimate(round(float(card.facts["popular_3_rate"]) * buyers), buyers, needed=1)
    ways = {way: hits} if way == "popularity" else {way: hits, "popularity": popular}
    return ModelCard(
        name=card.name,
        data_from=first_day,
        data_to=as_of,
        facts=_facts(card, ("customers", "products", "buyers", "months")),
        gates=_gates(card, _CROSSSELLING_GATES),
        compared=tuple(Compared(one, {"hit_3_rate": rate}, one == way) for one, rate in ways.items()),
        errors={"hit_3_rate": hits, "gain_share": gain},
        not_for=_NOT_FOR,
    )


def _clusters(card: Card, first_day: dt.date, as_of: dt.date) -> ModelCard:
    """Return the account of the groups; where none hold, that is what it says."""
    n = _count(card, "customers")
    names = ("stability_share", "fidelity_share")
    errors = {name: Estimate(float(card.facts[name]), n=n) for name in names if name in card.facts}
    return ModelCard(
        name=card.name,
        data_from=first_day,
        data_to=as_of,
        facts={"customers": n, "count": int(card.facts.get("count", 0))},
        gates=(Gate("clusters_customers", n, clusters.MINIMUM_CUSTOMERS),),
        errors=errors,
        not_for=("other_company", "after_change"),
    )


def _facts(card: Card, names: Iterable[str]) -> dict[str, Fact]:
    return {name: card.facts[name] for name in names}


def _gates(card: Card, needed: dict[str, int]) -> tuple[Gate, ...]:
    return tuple(Gate(f"{_kind(card)}_{name}", _count(card, name), least) for name, least in needed.items())


def _estimate(card: Card, name: str, n: int) -> Estimate:
    value, low, high = (float(card.facts[name.format(end)]) for end in ("", "_low", "_high"))
    return Estimate(value, low, high, n)


def _count(card: Card, name: str) -> int:
    value = float(card.facts.get(name, 0))
    return 0 if math.isnan(value) else int(value)


_KINDS = {
    "clusters": _clusters,
    "likeness_profile": _likeness,
    "likeness_first": _likeness,
    "crossselling": _crossselling,
}
