"""Which customers may be one person? Proposals only: nothing is merged by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.matching.evidence import WEIGHTS, evidence
from data.matching.forms import FORMS, TELEPHONE_BLOCK, id_form
from data.matching.pairs import candidate_pairs

THRESHOLD: Final = 0.75
"""A pair with a lower score is not proposed."""


@dataclass(frozen=True)
class Proposal:
    """Two customers who may be one person; ``first_key`` was known first.

    ``reasons`` and ``against`` are codes, the weightiest first; ``score`` is from 0 to 1.
    """

    first_key: int
    second_key: int
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]


def proposals(people: pd.DataFrame) -> list[Proposal]:
    """Return the pairs of ``data.matching.people`` at or over the threshold, the surest first."""
    if len(people) < 2:
        return []
    forms = written_forms(people.sort_values("customer_key", ignore_index=True))
    keys = forms["customer_key"].to_numpy()
    first, second = candidate_pairs(forms)
    if not len(first):
        return []
    found = evidence(forms, first, second)
    chosen = found.scores >= THRESHOLD - 1e-9
    reasons = {name: holds[chosen] for name, holds in found.reasons.items()}
    against = {name: holds[chosen] for name, holds in found.against.items()}
    by_weight = sorted(reasons, key=lambda name: -WEIGHTS[name])
    listed = [
        Proposal(
            int(one),
            int(other),
            round(float(score), 4),
            tuple(name for name in by_weight if reasons[name][pair]),
            tuple(name for name in against if against[name][pair]),
        )
        for pair, (one, other, score) in enumerate(
            zip(keys[first[chosen]], keys[second[chosen]], found.scores[chosen], strict=True)
        )
    ]
    return sorted(listed, key=lambda pair: (-pair.score, pair.first_key, pair.second_key))


def written_forms(people: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the forms of every customer's texts, by field, each a column of the same positions."""
    forms = {name: people[name].map(_once_each(people[name], form)) for name, form in FORMS.items()}
    telephone = forms["telephone"]
    return forms | {
        "customer_key": people["customer_key"],
        "customer_id": people["customer_id"],
        "id": people["customer_id"].map(id_form).astype("str"),
        "telephone_block": telephone.str[-TELEPHONE_BLOCK:],
    }


def _once_each(texts: pd.Series, form: Callable[[str], str]) -> Callable[[str], str]:
    known = {text: form(text) for text in texts.unique()}
    return known.__getitem__
