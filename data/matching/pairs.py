"""Which two customers are worth comparing? All pairs of 100,000 would be five billion.

Customers are laid in blocks: who shares an id's form, an e-mail, a telephone, a name, a birthday, or
a place together with a word of the name. In a block, sorted by name, each is compared with the
``NEIGHBOURS`` next ones, so that a large block costs no more than many small ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

NEIGHBOURS: Final = 20
"""How many customers of a block each one is compared with."""

Positions = NDArray[np.int64]


def candidate_pairs(forms: Mapping[str, pd.Series]) -> tuple[Positions, Positions]:
    """Return the positions of pairs to compare, the first always before the second, none twice.

    ``forms`` hold a form a customer: id, name, email, telephone_block, birthday, city, postcode.
    """
    names = forms["name"]
    words = names.str.split(" ").explode()
    words = words[words != ""]
    count = len(names)
    blocks = [(forms[name], names) for name in ("id", "email", "telephone_block", "birthday", "postcode")]
    blocks += [(names, forms["birthday"]), (names, forms["postcode"])]
    for place in ("postcode", "city"):
        where = forms[place].loc[words.index]
        blocks.append(((where + " " + words).where(where != "", ""), names.loc[words.index]))
    pairs = np.unique(np.concatenate([_in_block(block, order, count) for block, order in blocks]))
    return pairs // count, pairs % count


def _in_block(blocks: pd.Series, order: pd.Series, count: int) -> Positions:
    """Return the pairs of each block as one number each: first position times customers plus second."""
    given = blocks.to_numpy() != ""
    positions = blocks.index.to_numpy(dtype=np.int64)[given]
    codes = pd.factorize(blocks[given])[0]
    sorted_by = np.lexsort((positions, pd.factorize(order[given], sort=True)[0], codes))
    codes, positions = codes[sorted_by], positions[sorted_by]
    pairs: list[Positions] = [np.empty(0, dtype=np.int64)]
    for step in range(1, NEIGHBOURS + 1):
        same = codes[:-step] == codes[step:]
        if not same.any():
            break
        one, other = positions[:-step][same], positions[step:][same]
        different = one != other
        first, second = np.minimum(one, other)[different], np.maximum(one, other)[different]
        pairs.append(first * count + second)
    return np.unique(np.concatenate(pairs))
