import numpy as np
import pandas as pd

from engine.decline import is_partial_churn, relative_change


def years(now: float, prior: float, second_half: float, spend_now: float, spend_prior: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "purchase_days_12m": [now],
            "purchase_days_prior_12m": [prior],
            "purchase_days_6m": [second_half],
            "amount_12m": [spend_now],
            "amount_prior_12m": [spend_prior],
        }
    )


def test_a_clear_lasting_fall_by_hand() -> None:
    # 12 days and then 3: P(Bin(15, 1/2) <= 3) = 576 / 32768 = 0.0176
    assert is_partial_churn(years(3, 12, 1, 300.0, 1_200.0), 0.5).tolist() == [True]


def test_what_may_be_chance_is_not_called() -> None:
    # 8 days and then 4: P(Bin(12, 1/2) <= 4) = 794 / 4096 = 0.194
    assert is_partial_churn(years(4, 8, 2, 400.0, 800.0), 0.5).tolist() == [False]


def test_fewer_but_larger_purchases_are_no_fall() -> None:
    assert is_partial_churn(years(3, 12, 1, 1_200.0, 1_200.0), 0.5).tolist() == [False]


def test_a_fall_that_is_over_is_not_called() -> None:
    # nothing in the first half of the year, then 6 days in the second: half of the year before
    assert is_partial_churn(years(3, 12, 3, 300.0, 1_200.0), 0.5).tolist() == [True]
    assert is_partial_churn(years(6, 12, 6, 600.0, 1_200.0), 0.5).tolist() == [False]


def test_few_purchases_are_never_called() -> None:
    assert is_partial_churn(years(0, 7, 0, 0.0, 700.0), 0.5).tolist() == [False]


def test_noise_alone_rarely_triggers() -> None:
    """Customers whose rate never changes, of all paces: about one in a hundred is called."""
    rng = np.random.default_rng(11)
    rate = rng.gamma(2.0, 4.0, 200_000)
    first, second, prior = rng.poisson(rate / 2), rng.poisson(rate / 2), rng.poisson(rate)
    frame = pd.DataFrame(
        {
            "purchase_days_12m": first + second,
            "purchase_days_prior_12m": prior,
            "purchase_days_6m": second,
            "amount_12m": rng.gamma(np.maximum(first + second, 1e-9), 50.0),
            "amount_prior_12m": rng.gamma(np.maximum(prior, 1e-9), 50.0),
        }
    ).astype(float)
    eligible = frame["purchase_days_12m"] + frame["purchase_days_prior_12m"] >= 8
    called = is_partial_churn(frame, 0.5)
    assert called[eligible].mean() < 0.012
    assert not called[~eligible].any()


def test_law_a_real_fall_is_found_more_often_the_more_one_knows() -> None:
    rng = np.random.default_rng(12)
    found = []
    for rate in (8.0, 16.0, 32.0):
        halves, prior = rng.poisson(rate * 0.3 / 2, (2, 20_000)), rng.poisson(rate, 20_000)
        now = halves.sum(axis=0)
        frame = pd.DataFrame(
            {
                "purchase_days_12m": now,
                "purchase_days_prior_12m": prior,
                "purchase_days_6m": halves[1],
                "amount_12m": now * 50.0,
                "amount_prior_12m": prior * 50.0,
            }
        ).astype(float)
        found.append(is_partial_churn(frame, 0.5).mean())
    assert found[0] < found[1] < found[2]
    assert found[2] > 0.9


def test_a_change_from_nothing_is_undefined() -> None:
    found = relative_change(pd.Series([50.0, 10.0, 5.0]), pd.Series([100.0, 0.0, -3.0]))
    assert found.iloc[0] == -0.5
    assert found.iloc[1:].isna().all()
