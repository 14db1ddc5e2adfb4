"""What do people complain about, which texts should a person read, and how often is the sorting wrong?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from engine.cards import Gate, ModelCard, too_little
from engine.errors import NotEnoughDataError
from engine.estimate import Estimate
from engine.rates import MINIMUM_CUSTOMERS
from engine.texts.checking import drawn_comments, right_on_comments
from engine.texts.labels import cause_of
from engine.texts.sorting import (
    MINIMUM_A_LABEL,
    MINIMUM_TEXTS,
    SortingError,
    TextSorter,
    error_on_later,
)

NAME = "text_sorting"
MINIMUM_LATER = MINIMUM_CUSTOMERS
_NOT_FOR = ("other_company", "single_text")


@dataclass(frozen=True)
class SortedTexts:
    """Each text with what it is about, and the account of what sorted it.

    ``frame`` has ``source row_key customer_id day status label cause best_label probability to_check
    test_label``;
    ``status`` is told (somebody noted the cause), sorted, unsure (left for a person), content (no
    complaint) or unsorted (nothing to sort it by). Words aren't in it: who may read them is another
    question. ``to_check`` marks the drawn comments by which the error on comments is known once persons
    decided on them; ``test_label`` is what a model named that had not seen the text, empty where it is
    not among the later texts by which the error is known. ``by_label`` says how later texts of each
    label were sorted.
    """

    frame: pd.DataFrame
    card: ModelCard
    by_label: pd.DataFrame = field(default_factory=pd.DataFrame)


def sorted_texts(texts: pd.DataFrame, shown: pd.DataFrame) -> SortedTexts:
    """Return ``shown`` (a part of ``texts``) sorted by what the labelled ones of ``texts`` teach.

    Nothing is sorted unless the error is known, on later texts, and better than always naming the
    most frequent label.
    """
    labelled = texts[texts["label"].notna()]
    noted = labelled[labelled["source"] != "comment"]
    # What persons read out of comments are mostly the hard ones; where they are all there is, they must do.
    error, gates = _error(noted if len(noted) >= MINIMUM_TEXTS else labelled)
    if error is None:
        untested = _frame(shown, None).assign(to_check=False, test_label="")
        return SortedTexts(untested, too_little(NAME, *gates))
    sorter = TextSorter().fit(labelled["words"].tolist(), labelled["label"].tolist())
    drawn = drawn_comments(shown)
    frame = _frame(shown, sorter).assign(
        to_check=drawn, test_label=error.named.reindex(shown.index).fillna("")
    )
    asked = frame["status"].isin(["sorted", "unsure"])
    facts = {
        "texts": sorter.texts_,
        "labels": len(sorter.labels_),
        "left_out": sum(sorter.left_out_.values()),
        "asked": int(asked.sum()),
        "unsure": int((frame["status"] == "unsure").sum()),
        "later": error.accuracy.n,
        "comments_drawn": int(drawn.sum()),
    }
    on_comments = right_on_comments(texts, drawn.reindex(texts.index, fill_value=False))
    card = ModelCard(
        NAME,
        data_from=labelled["day"].min().date(),
        data_to=labelled["day"].max().date(),
        facts=facts,
        gates=gates,
        errors={**_errors(error), "sorting_comments_right_share": on_comments},
        not_for=_NOT_FOR,
    )
    return SortedTexts(frame, card, error.by_label)


def _error(labelled: pd.DataFrame) -> tuple[SortingError | None, tuple[Gate, ...]]:
    """Return the error on later texts and what there must be; None where one of them isn't met."""
    labels = labelled["label"].value_counts()
    gates = [
        Gate("labelled_texts", len(labelled), MINIMUM_TEXTS),
        Gate("label_kinds", int((labels >= MINIMUM_A_LABEL).sum()), 2),
    ]
    try:
        error = error_on_later(labelled, groups=_causes(labels.index))
    except NotEnoughDataError:
        return None, (*gates, Gate("later_texts", 0, MINIMUM_LATER))
    gates.append(Gate("later_texts", error.accuracy.n, MINIMUM_LATER))
    if error.accuracy.is_defined:
        needed = int(np.floor(100 * error.majority_share)) + 1
        gates.append(Gate("better_than_most_frequent", int(100 * error.accuracy.low), needed))
    return (error if all(gate.is_met for gate in gates) else None), tuple(gates)


def _causes(labels: pd.Index[str]) -> Mapping[str, str]:
    return {str(label): cause_of(str(label)) or str(label) for label in labels}


def _errors(error: SortingError) -> dict[str, Estimate]:
    return {
        "sorting_right_share": error.accuracy,
        "sorting_group_right_share": error.group_accuracy,
        "sorting_sure_right_share": error.sure_accuracy,
        "sorting_unsure_share": Estimate(error.unsure_share, n=error.accuracy.n),
        "sorting_most_frequent_share": Estimate(error.majority_share, n=error.accuracy.n),
    }


def _frame(texts: pd.DataFrame, sorter: TextSorter | None) -> pd.DataFrame:
    """Return the texts without their words, each with its status and what it is about."""
    told = texts["label"].notna()
    content = ~told & ~texts["complains"].eq(1.0)
    open_ = ~told & ~content
    found = texts.drop(columns=["words", "complains", "ticked", "judged"]).assign(
        status=np.select([told, content], ["told", "content"], "unsorted"),
        best_label=None,
        probability=np.nan,
    )
    if sorter is not None and open_.any():
        best = sorter.sort(texts.loc[open_, "words"].tolist()).set_index(found.index[open_])
        found.loc[open_, "label"] = best["label"]
        found["best_label"] = best["best_label"].reindex(found.index)
        found["probability"] = best["probability"].reindex(found.index)
        found.loc[open_, "status"] = np.where(best["label"].notna(), "sorted", "unsure")
    causes = [cause_of(label) if isinstance(label, str) else "" for label in found["label"]]
    return found.assign(cause=causes).astype({"label": "str", "best_label": "str", "cause": "str"})
