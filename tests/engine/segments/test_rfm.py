import numpy as np
import pandas as pd

from engine.segments.rfm import rfm_scores


def test_ten_customers_by_hand() -> None:
    frame = pd.DataFrame(
        {
            "days_since_last_purchase": np.arange(10.0),
            "purchase_days": [1.0] * 6 + [2.0, 3.0, 4.0, 5.0],
            "amount_total": [10.0 * k for k in range(10)],
        }
    )
    found = rfm_scores(frame)
    assert found["rfm_recency"].tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert found["rfm_monetary"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    # six equal ones: the middle of their tie is (1 + 6) / 2 = 3.5, (3.5 - 0.5) / 10 = 0.3: second fifth
    assert found["rfm_frequency"].tolist() == [2] * 6 + [4, 4, 5, 5]


def test_all_equal_are_all_in_the_middle() -> None:
    frame = pd.DataFrame(
        {"days_since_last_purchase": [7.0] * 8, "purchase_days": [1.0] * 8, "amount_total": [5.0] * 8}
    )
    assert (rfm_scores(frame) == 3).all().all()


def test_who_never_purchased_has_no_score_and_moves_nobody() -> None:
    frame = pd.DataFrame(
        {
            "days_since_last_purchase": [1.0, 2.0, 3.0, 4.0, 5.0, np.nan],
            "purchase_days": [5.0, 4.0, 3.0, 2.0, 1.0, np.nan],
            "amount_total": [50.0, 40.0, 30.0, 20.0, 10.0, -999.0],
        }
    )
    found = rfm_scores(frame)
    assert found.iloc[5].isna().all()
    assert found["rfm_monetary"].tolist()[:5] == [5, 4, 3, 2, 1]


def test_law_permuted_rows_get_the_same_answer() -> None:
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {
            "days_since_last_purchase": rng.integers(0, 30, 500).astype(float),
            "purchase_days": rng.integers(1, 4, 500).astype(float),
            "amount_total": rng.integers(0, 9, 500) * 10.0,
        }
    )
    shuffled = frame.sample(frac=1.0, random_state=1)
    pd.testing.assert_frame_equal(rfm_scores(shuffled).sort_index(), rfm_scores(frame))
