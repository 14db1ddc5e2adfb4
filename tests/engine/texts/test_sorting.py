from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError

from engine.errors import NotEnoughDataError
from engine.texts.sorting import TextSorter, error_on_later, plain_text

WORDS = {
    "price": ["The bill is far too high", "charged twice for one night", "价格太贵了", "收费不合理"],
    "service_encounter": ["The receptionist was rude", "nobody smiled at us", "服务员态度很差", "前台不理人"],
}


def comments(count: int, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    labels = rng.choice(list(WORDS), count)
    words = [f"{WORDS[label][rng.integers(4)]} {rng.integers(10, 99)}!" for label in labels]
    return pd.DataFrame(
        {"day": pd.date_range("2024-01-01", periods=count, freq="h"), "words": words, "label": labels}
    )


def test_both_languages_are_sorted() -> None:
    texts = comments(200)
    sorter = TextSorter().fit(texts["words"].tolist(), texts["label"].tolist())
    found = sorter.sort(["the bill was too high", "态度太差", "价格贵"])
    assert found["best_label"].tolist() == ["price", "service_encounter", "price"]


def test_what_it_is_not_sure_of_is_left_for_a_person() -> None:
    texts = comments(200)
    found = TextSorter().fit(texts["words"].tolist(), texts["label"].tolist()).sort(["qqq zzz"])
    assert found["label"].isna().all()
    assert found["probability"][0] < 0.6


def test_probabilities_sum_to_one() -> None:
    texts = comments(150)
    sorter = TextSorter().fit(texts["words"].tolist(), texts["label"].tolist())
    assert sorter.probabilities(["bill", "rude"]).sum(axis=1) == pytest.approx([1.0, 1.0])


def test_too_few_texts_are_refused_with_their_number() -> None:
    texts = comments(99)
    with pytest.raises(NotEnoughDataError) as caught:
        TextSorter().fit(texts["words"].tolist(), texts["label"].tolist())
    assert caught.value.parameters == {"count": 99, "needed": 100}


def test_rare_labels_are_left_out_and_counted() -> None:
    texts = comments(150)
    labels = ["ethics"] * 9 + texts["label"].tolist()[9:]
    sorter = TextSorter().fit(texts["words"].tolist(), labels)
    assert sorter.left_out_ == {"ethics": 9}
    assert "ethics" not in sorter.labels_


def test_nothing_can_be_sorted_before_it_is_trained() -> None:
    with pytest.raises(NotFittedError):
        TextSorter().sort(["bill"])


def test_width_case_and_digits_make_no_difference() -> None:
    assert plain_text("ＢＩＬＬ 42") == plain_text("bill 17")


def test_words_seen_before_are_no_test() -> None:
    texts = comments(400)
    again = texts.assign(words=[words.rsplit(" ", 1)[0] for words in texts["words"]])
    with pytest.raises(NotEnoughDataError):
        error_on_later(again)


def test_delivery_reviews_on_a_hold_out(datasets: Path) -> None:
    """11,987 Chinese reviews of deliveries, positive or negative: at least .85 right."""
    rows = pd.read_csv(datasets / "zh_waimai_10k" / "waimai_10k_masked.csv.gz").dropna()
    rows = rows.sample(frac=1.0, random_state=1).iloc[:8_000]
    days = pd.date_range("2020-01-01", periods=len(rows), freq="h")
    found = error_on_later(
        pd.DataFrame(
            {"day": days, "words": rows["review"].astype("str"), "label": rows["label"].astype("str")}
        )
    )
    assert found.accuracy.value >= 0.85
    assert found.accuracy.low > found.majority_share
    assert found.sure_accuracy.value > found.accuracy.value
