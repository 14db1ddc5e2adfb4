"""Which answers of a survey can be taken, of whom, and with which score?

Rows are the rows of the file: of a wide one a row is a respondent, and a cell that can't be used is
left empty while the row's other answers are taken. A number that stands for "no answer" is kept as
such, without a score, so that no mean can swallow it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.answer_cells import AnswerCells, on_scale, on_scales
from data.importing.checked import Checked, Note, equal_rows
from data.importing.columns import Columns, fixed_findings
from data.importing.findings import Finding
from data.importing.identifiers import identifiers
from data.importing.opening import OpenedFile
from data.importing.problems import WHOLE_ROW, Mask
from data.importing.rules import Rules
from data.importing.scores import scores, scores_of_items
from data.importing.settled import Settled
from data.importing.survey_items import Item
from data.importing.survey_settling import Survey, item_codes, places_of
from data.importing.table import RawTable

ITEMS = b"survey_items"
PARTS = ("score", "expectation", "importance")
_MOST_NAMED = 40

Cells = Mapping[str, pa.Array]


def check_survey_answers(
    raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None
) -> Checked:
    """Return every row checked; whose answers they are is looked up where the customers are known.

    The table of a wide file has columns ``score.<item>``, ``expectation.<item>``, ``importance.<item>``,
    ``not_applicable.<item>`` and, of remarks, ``words.<item>``; that of a long one
    ``item score expectation importance not_applicable``.
    """
    survey: Survey = settled.found
    columns = Columns(raw, settled, rules)
    day = columns.require_day("day") if "day" in settled.mapping else _one_day(survey, raw.rows)
    answers, notes = _wide(columns, survey) if survey.layout.is_wide else _long(columns, survey)
    said = {} if survey.layout.is_wide else {"words": columns.text("words").cast(pa.string())}
    columns.refuse_unusable(opened, _has_score(answers, raw.rows), _labels(columns))
    values = {
        **_who(columns, opened, is_wide=survey.layout.is_wide),
        "day": pa.array(day),
        "channel": columns.text("channel").cast(pa.string()),
        **(said | answers),
        "line": pa.array(raw.lines),
    }
    items = json.dumps(_items(columns, survey)).encode()
    checked = Checked(
        raw=raw,
        table=pa.table(values).replace_schema_metadata({ITEMS: items}),
        problems=columns.problems.found(),
        duplicate=np.zeros(raw.rows, dtype=bool),
        notes=[*notes, *columns.notes()],
        fixed=[*_fixed(survey), *fixed_findings(opened)],
    )
    return _with_repeats(checked, settled)


def items_of(values: pa.Table) -> list[dict[str, Any]]:
    """Return the questions that a checked table's answers belong to: ``item_id label role low high``."""
    found: list[dict[str, Any]] = json.loads((values.schema.metadata or {}).get(ITEMS, b"[]"))
    return found


def is_wide(values: pa.Table) -> bool:
    """Whether a checked table has a row a respondent."""
    return "item" not in values.column_names


def _one_day(survey: Survey, rows: int) -> np.ndarray:
    return np.full(rows, np.datetime64(survey.day or "NaT", "D"), dtype="datetime64[D]")


def _items(columns: Columns, survey: Survey) -> list[dict[str, Any]]:
    names = [item.item_id for item in survey.layout.items]
    if not survey.layout.is_wide:
        names = [name for name in item_codes(columns.raw, columns.mapping)[0] if name]
    scales, labels = survey.scales.by_item, _wordings(columns)
    return [
        {
            "item_id": name,
            "label": labels.get(name, name),
            "role": survey.role_of(name),
            "low": scales[name].low if name in scales else None,
            "high": scales[name].high if name in scales else None,
        }
        for name in names
    ]


def _wordings(columns: Columns) -> dict[str, str]:
    """Return how a long file words its questions beside their names: most often, where it does."""
    mapping = columns.mapping
    if not {"item", "wording"} <= mapping.keys():
        return {}
    names, codes = item_codes(columns.raw, mapping)
    cells = columns.raw.encoded(mapping["wording"])
    indices = cells.indices.to_numpy(zero_copy_only=False)
    pairs, times = np.unique(np.stack([codes, indices]), axis=1, return_counts=True)
    found: dict[str, str] = {}
    for place in np.argsort(times, kind="stable"):
        code, text = pairs[:, place]
        if said := " ".join(cells.dictionary[int(text)].as_py().split()):
            found[names[int(code)]] = said
    return found


def _who(columns: Columns, opened: OpenedFile | None, *, is_wide: bool) -> dict[str, pa.Array]:
    """Return customer and respondent of each row; a row of a wide file is always one respondent's."""
    found = {name: columns.text(name).cast(pa.string()) for name in ("customer_id", "respondent")}
    if is_wide and "respondent" not in columns.mapping:
        file = opened.sha256[:8] if opened else "row"
        nobody = found["customer_id"].is_null().to_numpy(zero_copy_only=False)
        lines = zip(columns.raw.lines, nobody, strict=True)
        names = [f"{file}-{line}" if anonymous else None for line, anonymous in lines]
        found["respondent"] = pa.array(names, pa.string())
    return found


def _labels(columns: Columns) -> list[str]:
    named = [
        columns.mapping[name] for name in ("item", "customer_id", "respondent") if name in columns.mapping
    ]
    return list(dict.fromkeys([next(iter(columns.raw.columns)), *named]))


def _wide(columns: Columns, survey: Survey) -> tuple[dict[str, pa.Array], list[Note]]:
    values: dict[str, pa.Array] = {}
    notes: list[Note] = []
    is_answered = columns.nowhere()
    for item in survey.layout.items:
        for part, heading in item.columns.items():
            if part == "words":
                said = identifiers(columns.raw.encoded(heading), compose=True).ids.cast(pa.string())
                values[f"words.{item.item_id}"] = said
                is_answered |= said.is_valid().to_numpy(zero_copy_only=False)
                continue
            read = _cells_of_item(columns, survey, item, part)
            values[f"{part}.{item.item_id}"] = read.floats()
            is_answered |= ~np.isnan(read.numbers) | read.is_not_applicable
            notes += _cell_notes(read, heading)
            if part == "score":
                values[f"not_applicable.{item.item_id}"] = _true_or_null(read.is_not_applicable)
    columns.problems.note(WHOLE_ROW, "no_answer", ~is_answered)
    return values, notes


def _cells_of_item(columns: Columns, survey: Survey, item: Item, part: str) -> AnswerCells:
    heading = item.columns[part]
    words = survey.words[heading].places if heading in survey.words else None
    found = scores(columns.raw.encoded(heading), words)
    if part == "importance":  # points of any size, never on the scale of the answers
        return on_scale(found, None, frozenset())
    name = item.item_id
    return on_scale(found, survey.scales.by_item.get(name), survey.scales.codes.get(name, frozenset()))


def _long(columns: Columns, survey: Survey) -> tuple[dict[str, pa.Array], list[Note]]:
    mapping, problems, rows = columns.mapping, columns.problems, columns.raw.rows
    if "item" not in mapping or "score" not in mapping:  # still being asked
        return {name: pa.nulls(rows, pa.float64()) for name in PARTS}, []
    names, codes = item_codes(columns.raw, mapping)
    problems.note(mapping["item"], "item_missing", np.array([not name for name in names])[codes])
    values: dict[str, pa.Array] = {"item": pa.array(names, pa.string()).take(pa.array(codes))}
    notes: list[Note] = []
    for part in PARTS:
        if part not in mapping:
            values[part] = pa.nulls(rows, pa.float64())
            continue
        cells = columns.raw.encoded(mapping[part])
        found = scores_of_items(cells, codes, places_of(names, survey.words))
        is_points = part == "importance"
        read = (
            on_scale(found, None, frozenset()) if is_points else on_scales(found, names, codes, survey.scales)
        )
        values[part] = read.floats()
        notes += [] if part == "score" else _cell_notes(read, mapping[part])
        if part == "score":
            values["not_applicable"] = _true_or_null(read.is_not_applicable)
            problems.note(mapping[part], "score_missing", read.is_missing & ~_has_words(columns))
            is_remark = np.isin(codes, [names.index(name) for name in survey.remarks if name in names])
            values |= _remarks(columns, is_remark & read.is_unreadable)
            problems.note(mapping[part], "not_a_score", read.is_unreadable & ~is_remark)
            problems.note(mapping[part], "score_outside_scale", read.is_outside)
            notes.append(Note("not_applicable", "kept", read.is_not_applicable, mapping[part]))
    return values, notes


def _remarks(columns: Columns, where: Mask) -> dict[str, pa.Array]:
    """Return the words of each row: its remark where the answer is one, else what stands beside it."""
    if not where.any():
        return {}
    said = identifiers(columns.raw.encoded(columns.mapping["score"]), compose=True).ids.cast(pa.string())
    beside = columns.text("words").cast(pa.string())
    return {"words": pc.if_else(pa.array(where), said, beside)}


def _cell_notes(read: AnswerCells, heading: str) -> Iterator[Note]:
    yield Note("score_outside_scale_cell", "left_empty", read.is_outside, heading)
    yield Note("not_a_score_cell", "left_empty", read.is_unreadable, heading)
    yield Note("not_applicable", "kept", read.is_not_applicable, heading)
    yield Note("answer_empty", "kept", read.is_missing, heading)


def _has_words(columns: Columns) -> Mask:
    return ~columns.ids["words"].is_missing if "words" in columns.ids else columns.nowhere()


def _has_score(answers: Cells, rows: int) -> Mask:
    """Return which rows hold a score: a total below a table is told by having none of its own."""
    found = np.zeros(rows, dtype=bool)
    for name, cells in answers.items():
        if name.split(".")[0] in {"score", "expectation", "words"}:
            found |= cells.is_valid().to_numpy(zero_copy_only=False)
    return found


def _true_or_null(where: Mask) -> pa.Array:
    return pa.array(where, pa.bool_(), mask=~where)


def _fixed(survey: Survey) -> Iterator[Finding]:
    if survey.layout.is_wide:
        items = [item.item_id for item in survey.layout.items]
        yield Finding("items_found", "noted", len(items), parameters={"names": _named(items)})
    if survey.remarks:
        yield Finding(
            "remarks_found",
            "noted",
            len(survey.remarks),
            parameters={"names": _named(sorted(survey.remarks))},
        )
    unused = list(survey.layout.unused)
    yield Finding("columns_unused", "noted", len(unused), parameters={"names": _named(unused)})
    for heading, words in survey.words.items():
        yield Finding("words_found", "noted", 1, heading, parameters={"words": words.written})
    found = list(survey.scales.by_item.values())
    for scale in sorted(set(found), key=lambda one: one.written):
        yield Finding("scale_found", "noted", found.count(scale), parameters={"scale": scale.written})


def _named(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def _with_repeats(checked: Checked, settled: Settled) -> Checked:
    """Return the check with equal rows of one person as duplicates; strangers may answer alike."""
    usable = ~checked.rejected
    keys = [
        name for name in ("customer_id", "respondent", "day", "item") if name in checked.table.column_names
    ]
    told = checked.table.select(keys).to_pandas()
    from_file = bool({"customer_id", "respondent"} & settled.mapping.keys())
    is_named = (told["customer_id"].notna() | told["respondent"].notna()).to_numpy() & from_file
    repeated = equal_rows(checked.raw, usable & is_named)
    twice = np.zeros(checked.raw.rows, dtype=bool)
    among = usable & is_named & ~repeated
    twice[among] = told[among].duplicated().to_numpy()
    return checked.with_duplicates(
        repeated,
        [
            Note("answer_repeated", "duplicate", repeated, among="duplicate"),
            Note("answered_twice", "kept", twice),
            Note("equal_row", "kept", equal_rows(checked.raw, usable & ~is_named)),
        ],
    )
