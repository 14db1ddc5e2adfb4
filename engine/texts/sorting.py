"""Which cause does a comment speak of, and which comments should a person read?

A small linear model over character sequences, trained on the workspace's own labelled texts: it
reads English and Chinese alike without a dictionary. Texts it isn't sure of are left for a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import NotEnoughDataError
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import share_estimate

TEXT_SORTING = Formula(
    name="text_sorting",
    latex=r"P(k \mid x) \propto e^{\beta_k^\top x}, \quad"
    r" x_g = (1 + \ln \mathrm{tf}_g)\,\ln\frac{1 + n}{1 + \mathrm{df}_g}",
    origin="estimated",
)

MINIMUM_TEXTS = 100
MINIMUM_A_LABEL = 10
SURE_FROM = 0.60
LONGEST_CHARACTERS = 2_000
_LATER_SHARE = 0.25


@dataclass(frozen=True)
class SortingError:
    """How the model did on later texts that it had not seen.

    ``accuracy`` over all, ``sure_accuracy`` over those it was sure of, ``group_accuracy`` where labels of
    one group count as one, ``unsure_share`` left for a person, ``majority_share`` what always naming the
    most frequent label would have got right.
    ``by_label``: ``label``, ``texts``, ``recall``, ``precision``; ``named`` has the label that each later
    text was given, by its index.
    """

    accuracy: Estimate
    sure_accuracy: Estimate
    group_accuracy: Estimate
    unsure_share: float
    majority_share: float
    by_label: pd.DataFrame
    named: pd.Series[str]


class TextSorter:
    """Sorts texts into the labels it was trained on.

    Parameters
    ----------
    sure_from
        Below this probability (0-1) of its best label a text is left for a person.

    Attributes
    ----------
    labels_ : tuple of str
        Labels with at least ten texts, in alphabetical order.
    left_out_ : dict of str to int
        Labels with fewer, and their texts.
    texts_ : int
        Texts it was trained on.
    """

    def __init__(self, sure_from: float = SURE_FROM) -> None:
        self.sure_from = sure_from

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> TextSorter:
        """Learn from labelled texts.

        Raises
        ------
        NotEnoughDataError
            Fewer than 100 texts, or fewer than two labels with ten texts each.
        """
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        counts = pd.Series(list(labels), dtype="str").value_counts()
        kept = sorted(str(name) for name in counts.index[counts >= MINIMUM_A_LABEL])
        chosen = [position for position, label in enumerate(labels) if label in set(kept)]
        if len(chosen) < MINIMUM_TEXTS or len(kept) < 2:
            raise NotEnoughDataError("error.too_few_texts", count=len(chosen), needed=MINIMUM_TEXTS)
        self._vectors = TfidfVectorizer(
            preprocessor=plain_text,
            analyzer="char_wb",
            ngram_range=(1, 4),
            min_df=2,
            sublinear_tf=True,
            max_features=100_000,
        )
        matrix = self._vectors.fit_transform([texts[position] for position in chosen])
        self._model: Any = LogisticRegression(C=4.0, max_iter=500)
        self._model.fit(matrix, [labels[position] for position in chosen])
        self.labels_ = tuple(str(name) for name in self._model.classes_)
        self.left_out_ = {str(name): int(counts[name]) for name in counts.index if name not in set(kept)}
        self.texts_ = len(chosen)
        return self

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability of each label, shape (texts, labels), in the order of ``labels_``."""
        if not hasattr(self, "labels_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError("error.model_not_fitted")
        found: NDArray[np.float64] = self._model.predict_proba(self._vectors.transform(texts))
        return found

    def sort(self, texts: Sequence[str]) -> pd.DataFrame:
        """Return ``label`` (null where unsure), ``best_label`` and ``probability`` of each text."""
        probabilities = self.probabilities(texts)
        best = np.array(self.labels_, dtype=object)[probabilities.argmax(axis=1)]
        sure = probabilities.max(axis=1)
        label = np.where(sure >= self.sure_from, best, None)
        return pd.DataFrame({"label": label, "best_label": best, "probability": sure})


def plain_text(text: str) -> str:
    """Return a text as it is compared: width, case and digits made alike, what is too long cut off."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST_CHARACTERS]).casefold()
    return "".join("0" if character.isdigit() else character for character in folded)


def error_on_later(
    texts: pd.DataFrame, sure_from: float = SURE_FROM, groups: Mapping[str, str] | None = None
) -> SortingError:
    """Return how a model trained on the earlier three quarters sorts the later quarter.

    ``texts`` has ``day``, ``words`` and ``label``; ``groups`` names the group of each label, which is its
    own where it names none. The split is by day. The same words by the same
    hand on both sides would be no test: repeated texts are tested once, and only if new.

    Raises
    ------
    NotEnoughDataError
        The earlier part has too few texts, or the later one none that is new.
    """
    ordered = texts.sort_values("day", kind="stable")
    cut = int(len(ordered) * (1.0 - _LATER_SHARE))
    earlier, later = ordered.iloc[:cut], ordered.iloc[cut:]
    later = later[~later["words"].isin(set(earlier["words"]))].drop_duplicates("words")
    sorter = TextSorter(sure_from).fit(earlier["words"].tolist(), earlier["label"].tolist())
    if later.empty:
        raise NotEnoughDataError("error.too_few_texts", count=0, needed=MINIMUM_TEXTS)
    found = sorter.sort(later["words"].tolist())
    truth = later["label"].to_numpy(dtype=object)
    right = found["best_label"].to_numpy(dtype=object) == truth
    sure = found["label"].notna().to_numpy()
    of = groups or {}
    alike = [of.get(a, a) == of.get(b, b) for a, b in zip(found["best_label"], truth, strict=True)]
    return SortingError(
        share_estimate(int(right.sum()), len(right)),
        share_estimate(int((right & sure).sum()), int(sure.sum())),
        share_estimate(sum(alike), len(alike)),
        1.0 - float(sure.mean()),
        float(later["label"].value_counts(normalize=True).iloc[0]),
        _by_label(truth, found["best_label"].to_numpy(dtype=object)),
        pd.Series(found["best_label"].to_numpy(dtype=object), index=later.index, dtype="str"),
    )


def _by_label(truth: NDArray[np.object_], said: NDArray[np.object_]) -> pd.DataFrame:
    rows = []
    for label in sorted({str(name) for name in truth}):
        is_it, named = truth == label, said == label
        both = int((is_it & named).sum())
        precision = both / int(named.sum()) if named.any() else float("nan")
        rows.append((label, int(is_it.sum()), both / int(is_it.sum()), precision))
    return pd.DataFrame(rows, columns=["label", "texts", "recall", "precision"])
