"""Are customers' own words counted by cause, listed as they were written, and kept from small groups?"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.presenters.answer_filters import number_of, quarter_code
from dashboard.presenters.spoken_words import (
    cause_bars,
    cause_quarters,
    choice_of,
    chosen_texts,
    decisions,
    exported,
    list_of_column,
    said_list,
    waiting_decisions,
    words_view,
)
from engine.cards import ModelCard
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import grounds, reader, six_customers

CARD = ModelCard(
    "text_sorting",
    errors={
        "sorting_right_share": Estimate(0.9, 0.85, 0.94, n=80),
        "sorting_most_frequent_share": Estimate(0.5, n=80),
    },
)
WORDS = "<script>alert(1)</script> **bold** =1+1"


def said() -> pd.DataFrame:
    """Ten about price, six about inconvenience, two about ethics; two unsure, one content."""
    labels = ["price"] * 10 + ["inconvenience"] * 6 + ["ethics"] * 2 + [None] * 3
    status = ["told"] * 12 + ["sorted"] * 6 + ["unsure", "unsorted", "content"]
    causes = ["product"] * 10 + ["service"] * 6 + ["communication"] * 2 + [""] * 3
    frame = pd.DataFrame({"label": labels, "status": status, "cause": causes})
    return frame.assign(
        source="complaint",
        row_key=range(21),
        customer_id=["A1", None, "B2"] * 7,
        day=[pd.Timestamp("2026-02-01")] * 9 + [pd.Timestamp("2026-05-01")] * 12,
        best_label=["price"] * 21,
        probability=0.482,
        words=WORDS,
        decided="",
    )


def test_causes_are_counted_and_those_with_fewer_than_five_told_together():
    bars = cause_bars(said(), reader())
    assert bars["word"].tolist() == ["Price", "Inconvenience", "Others, fewer than 5 each"]
    untold = "fewer than 5 texts, not told apart"
    assert bars["label"].tolist() == ["10 · 56% (Product)", "6 · 33% (Service)", untold]
    more = pd.concat([said(), said()[17:18].assign(label="competition"), said()[16:18].assign(label="else")])
    assert cause_bars(more, reader())["label"].tolist()[-1] == "5 · 24%"
    assert len(chosen_texts(more, "few")) == 5


def test_a_quarter_shows_no_group_of_fewer_than_five():
    quarters = cause_quarters(said(), grounds())
    assert quarters[["group", "count"]].to_numpy().tolist() == [["product", 9], ["service", 6]]
    assert quarters["label"].tolist()[0] == "2026Q1 · Product: 9"


def test_each_part_of_a_column_leads_to_the_texts_that_it_counts():
    more = pd.concat([said(), said()[16:18].assign(label="else", cause="")], ignore_index=True)
    quarters = cause_quarters(more, grounds())
    assert quarters[["group", "count"]].to_numpy().tolist() == [["product", 9], ["other", 5], ["service", 6]]
    for row in quarters.to_dict("records"):
        choice, quarter = list_of_column(f"{quarter_code(row['day'])}|{row['group']}")
        assert len(chosen_texts(more, choice, quarter)) == row["count"]


def test_each_figure_leads_to_the_texts_that_it_counts():
    view = words_view(said(), CARD, grounds())
    counted = [len(chosen_texts(said(), choice)) for choice in view.behind if choice is not None]
    assert counted == [int(figure.value) for figure in view.figures[:3]] == [20, 6, 2]
    assert [choice_of(number_of(code), view.choices) for code in view.choices if code] == [*view.choices][1:]
    assert choice_of(None, view.choices) == choice_of(7, view.choices) == ""


def test_figures_say_who_decided_and_how_right_the_model_was():
    view = words_view(said(), CARD, grounds())
    shown = {figure.label: (figure.value, figure.note) for figure in view.figures}
    assert shown["Texts that complain"] == ("20", "12 with a cause noted by a person")
    assert shown["Sorted by the model"] == ("6", "30% of them")
    assert view.caption.endswith("1 other comment doesn’t complain.")
    assert shown["Left for a person"] == ("2", "10% of them")
    assert shown["Right on later texts"][0] == "90%"
    assert "50%" in shown["Right on later texts"][1]
    assert view.sentence.startswith("Price is what people complain of most: 56% of 18 texts")
    assert list(view.choices) == [
        "", "sorted", "unclear", "price", "inconvenience", "group.product", "group.service",
    ]  # fmt: skip


def test_without_a_model_the_page_says_so():
    view = words_view(said(), ModelCard("text_sorting", "not_enough_data"), grounds())
    assert view.missing.startswith("Nothing is sorted")
    assert [figure.label for figure in view.figures][-1] == "Left for a person"


def test_what_is_left_for_a_person_is_listed_with_the_guess_and_leads_to_the_customer():
    shown = said_list(chosen_texts(said(), "unclear"), six_customers(), 1, reader())
    first, second = shown.rows
    assert (first.customer_key, first.who, first.about) == (1, "A1", "perhaps Price (48%)")
    assert (second.customer_key, second.who, second.about) == (0, "nameless", "not sorted")
    assert first.when == "May 1, 2026 · Complaint"
    assert first.words == WORDS
    assert shown.place == "Texts 1 to 2 of 2"
    later = said_list(said(), six_customers(), 9, reader())
    assert (later.pages, len(later.rows)) == (2, 9)


def test_an_export_holds_every_text_with_what_it_may_be_about():
    kept = exported(chosen_texts(said(), "ethics"), reader("zh_CN"))
    assert kept["about"].tolist() == ["伦理道德", "伦理道德"]
    assert kept["words"].tolist() == [WORDS, WORDS]


def test_decisions_wait_until_an_assessment_knows_them():
    frame = said()
    frame.loc[[0, 10, 19, 20], "decided"] = ["price", "ethics", "price", "none"]
    assert waiting_decisions(frame) == 2
    assert next(iter(decisions(reader()))) == ""
    assert decisions(reader("zh_CN"))["none"] == "不是抱怨"


def test_the_texts_that_the_model_was_tested_on_are_listed_with_what_it_named():
    tested = said().assign(test_label=["price"] * 4 + ["inconvenience"] + [""] * 16)
    card = replace(CARD, errors={**CARD.errors, "sorting_right_share": Estimate(0.8, 0.5, 0.9, n=5)})
    assert words_view(tested, card, grounds()).behind == ("", "sorted", "unclear", "tested")
    assert words_view(tested, CARD, grounds()).behind[3] is None  # of 80, of which five are looked at
    listed = said_list(chosen_texts(tested, "tested"), six_customers(), 1, reader())
    assert len(listed.rows) == 5
    assert listed.rows[-1].about == "Price (the model: Inconvenience)"
    assert said_list(chosen_texts(tested, ""), six_customers(), 1, reader()).rows[0].about == "Price"
    assert chosen_texts(said(), "tested").empty


def test_a_figure_of_no_texts_leads_nowhere():
    unsorted = said().assign(status="unsorted", label=None)
    assert words_view(unsorted, None, grounds()).behind == ("", None, "unclear")
