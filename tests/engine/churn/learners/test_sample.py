import numpy as np
import pandas as pd

from engine.churn.landmarks import Episodes, Standing
from engine.churn.learners.sample import MOST_BEFORE, samples


def episodes(rows: list[tuple[int, int, bool, int]]) -> Episodes:
    """Return episodes of (landmark, month in which they left or months followed, left, first possible)."""
    landmark, duration, churned, entry = (np.array(column) for column in zip(*rows, strict=True))
    features = pd.DataFrame({"value_12m": np.arange(len(rows), dtype=float)})
    features.loc[0, "value_12m"] = np.nan
    standing = Standing(features, entry, np.full(len(rows), np.nan))
    return Episodes(standing, np.arange(len(rows)), landmark, duration, churned.astype(bool))


def test_who_is_learned_from_was_followed_to_the_end_before_the_later_day() -> None:
    """Six months: the later are those of landmark 6; learned from is landmark 12 and before."""
    train, later = samples(
        episodes(
            [
                (12, 6, True, 1),
                (12, 7, True, 1),
                (15, 15, False, 1),
                (9, 2, True, 1),
                (6, 5, True, 1),
                (6, 6, False, 1),
                (6, 6, False, 7),
            ]
        ),
        6,
    )
    assert train.churned.tolist() == [True, False, False]
    assert train.value.tolist() == [0.0, 1.0, 2.0]
    assert later.churned.tolist() == [True, False]
    assert (len(later), later.left) == (2, 1)


def test_of_very_many_every_so_many_th_is_taken() -> None:
    train, _ = samples(episodes([(12, 6, True, 1)] * (2 * MOST_BEFORE + 1)), 6)
    assert MOST_BEFORE // 2 < len(train) <= MOST_BEFORE
