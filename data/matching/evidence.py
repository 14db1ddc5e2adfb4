"""How sure is it that two customers are one person, and what speaks for and against it?

Every agreement has a weight: the share of doubt that it takes away. What is left of the doubt is
multiplied, so that several agreements add up and never pass 1; every contradiction then scales the
result down. The weights are stated choices, not estimates: nobody has told us pairs of this company
that are one person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from data.matching.forms import is_chinese, is_same_number
from data.matching.pairs import Positions

WEIGHTS: Final[dict[str, float]] = {
    "same_id": 0.90,
    "same_email": 0.90,
    "same_telephone": 0.80,
    "same_name": 0.65,
    "similar_name": 0.65,
    "same_birthday": 0.75,
    "same_postcode": 0.40,
    "same_city": 0.30,
}
"""What each agreement weighs; a similar name's weight is scaled by the square of its similarity."""

CONTRADICTIONS: Final[dict[str, float]] = {"other_birthday": 0.40, "other_name": 0.77, "other_place": 0.85}
IDENTIFYING: Final = frozenset({"same_id", "same_email", "same_telephone", "same_name", "similar_name"})
SIMILAR_FROM: Final = 0.85
DIFFERENT_BELOW: Final = 0.75
SHARED_BY_MOST: Final = 5
"""An e-mail or telephone of more customers than this is a company's or a placeholder: no evidence."""

COMMON_NAME: Final = 0.50
"""What the same name weighs where more than three customers bear it."""

ALONE: Final = 0.75
"""What the same name weighs where nothing else is known and names tell this company's customers apart."""

Shares = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Evidence:
    """Of each pair: its ``scores`` (0 to 1), and where each reason and each contradiction holds."""

    scores: Shares
    reasons: Mapping[str, Mask]
    against: Mapping[str, Mask]


def evidence(forms: Mapping[str, pd.Series], first: Positions, second: Positions) -> Evidence:
    """Weigh pairs of customers, given by their positions in ``forms``."""
    compared = {name: _compared(forms[name], first, second) for name in ("id", "email", "birthday")}
    places = {name: _compared(forms[name], first, second) for name in ("postcode", "city")}
    similarity = _similarity(forms["name"], first, second)
    same_name = similarity == 1.0
    different_id = forms["customer_id"].to_numpy()[first] != forms["customer_id"].to_numpy()[second]
    reasons: dict[str, Mask] = {
        "same_id": compared["id"][0] & different_id,
        "same_email": compared["email"][0] & ~_is_shared(forms["email"])[first],
        "same_telephone": _same_telephone(forms, first, second),
        "same_name": same_name,
        "similar_name": (similarity >= SIMILAR_FROM) & ~same_name,
        "same_birthday": compared["birthday"][0],
        "same_postcode": places["postcode"][0],
        "same_city": places["city"][0],
    }
    against: dict[str, Mask] = {
        "other_birthday": compared["birthday"][1],
        "other_name": similarity < DIFFERENT_BELOW,  # false where a name is unknown
        "other_place": places["postcode"][1] | places["city"][1],
    }
    weights = {name: np.where(holds, WEIGHTS[name], 0.0) for name, holds in reasons.items()}
    weights["similar_name"] *= np.nan_to_num(similarity) ** 2
    nothing_else = ~np.any([same | other for same, other in (compared["birthday"], *places.values())], axis=0)
    weights["same_name"] = np.where(same_name, _name_weight(forms["name"], first, nothing_else), 0.0)
    scores = 1.0 - np.prod([1.0 - weight for weight in weights.values()], axis=0)
    for name, holds in against.items():
        scores *= np.where(holds, CONTRADICTIONS[name], 1.0)
    identified = np.any([reasons[name] for name in IDENTIFYING], axis=0)
    return Evidence(np.where(identified, scores, 0.0), reasons, against)


def _compared(forms: pd.Series, first: Positions, second: Positions) -> tuple[Mask, Mask]:
    """Return where two forms are known and the same, and where they are known and differ."""
    codes = pd.factorize(forms.mask(forms == ""))[0]  # -1 where nothing is known
    one, other = codes[first], codes[second]
    known = (one >= 0) & (other >= 0)
    return known & (one == other), known & (one != other)


def _is_shared(forms: pd.Series) -> Mask:
    return (forms.map(forms.value_counts()) > SHARED_BY_MOST).to_numpy(dtype=bool)


def _same_telephone(forms: Mapping[str, pd.Series], first: Positions, second: Positions) -> Mask:
    """Return where one number ends in the whole other one: the rest is a country code."""
    block, numbers = forms["telephone_block"], forms["telephone"].to_numpy(dtype=object)
    same = _compared(block, first, second)[0] & ~_is_shared(block)[first]
    for pair in np.flatnonzero(same):
        same[pair] = is_same_number(numbers[first[pair]], numbers[second[pair]])
    return same


def _similarity(names: pd.Series, first: Positions, second: Positions) -> Shares:
    """Return how alike two names are, 0 to 1; NaN where one isn't known.

    Words are in the order of their letters already, so that "Schmidt, Anna" is "Anna Schmidt".
    """
    texts = names.to_numpy(dtype=object)
    one, other = texts[first], texts[second]
    shared: Shares = process.cpdist(one, other, scorer=fuzz.ratio, dtype=np.float64) / 100.0
    edited: Shares = process.cpdist(one, other, scorer=OSA.normalized_similarity, dtype=np.float64)
    found = np.maximum(shared, edited)  # initials are shared letters; swapped letters are one edit
    chinese = names.map(is_chinese).to_numpy(dtype=bool)
    same = _compared(names, first, second)[0]
    found[(chinese[first] | chinese[second]) & ~same] = 0.0
    found[same] = 1.0
    found[(one == "") | (other == "")] = np.nan
    return found


def _name_weight(names: pd.Series, first: Positions, nothing_else: Mask) -> Shares:
    counts = names[names != ""].value_counts()
    borne_by = names.map(counts).fillna(0).to_numpy()[first]
    weight = np.where(borne_by <= 3, WEIGHTS["same_name"], COMMON_NAME)
    tells_apart = len(counts) > 0 and float((counts == 1).mean()) >= 0.95
    whole = names.str.contains(" ").to_numpy(dtype=bool) | (
        names.map(is_chinese).to_numpy(dtype=bool) & (names.str.len() >= 3).to_numpy(dtype=bool)
    )
    alone = nothing_else & (borne_by == 2) & whole[first]
    return np.where(alone & tells_apart, ALONE, weight)
