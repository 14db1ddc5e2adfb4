"""Is every odd day, amount, text or table loaded exactly, asked, quarantined or refused?

One case a way, through the whole import. ``loaded`` names what is stored, ``left_out`` the line and
cause of rows set aside, ``noted`` what is said of rows that were taken.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from data.errors import FileRefusedError
from data.home import company_file
from tests.data.importing.files import bring_in

HEAD = "customer,day,amount\n"


@dataclass(frozen=True)
class Case:
    """A file and what becomes of it; ``asked`` is the question that is open until ``answers`` settle it."""

    text: str | bytes
    loaded: list[tuple[str, str, int]] = field(default_factory=list)
    left_out: Mapping[str, list[int]] = field(default_factory=dict)
    noted: Mapping[str, int] = field(default_factory=dict)
    asked: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""


def day(text: str, **outcome: object) -> Case:
    return Case(f'{HEAD}A,"{text}",5\n', **outcome)  # type: ignore[arg-type]


def amount(text: str, minor: int, **outcome: object) -> Case:
    return Case(f'{HEAD}A,2024-01-15,"{text}"\n', [("A", "2024-01-15", minor)], **outcome)  # type: ignore[arg-type]


ON_15TH = [("A", "2024-01-15", 500)]

DAYS = {
    "a serial of 1900 is asked": day(
        "45306", loaded=ON_15TH, asked="date_order", answers={"date_order": "excel_1900"}
    ),
    "a serial of 1904 is asked": day(
        "43844", loaded=ON_15TH, asked="date_order", answers={"date_order": "excel_1904"}
    ),
    "a serial with a time": day(
        "45306.75", loaded=ON_15TH, asked="date_order", answers={"date_order": "excel_1900"}
    ),
    "serials among written days": Case(
        f"{HEAD}A,2024-01-15,5\nA,45306,7\n",
        [("A", "2024-01-15", 500), ("A", "2024-01-15", 700)],
        asked="date_order",
        answers={"date_order": "excel_1900"},
    ),
    "eight digits": day("20240115", loaded=ON_15TH),
    "Chinese": day("2024年1月15日", loaded=ON_15TH),
    "Chinese in full width": day("２０２４年１月１５日", loaded=ON_15TH),
    "a year of two digits is said": day(
        "15.01.24", loaded=ON_15TH, noted={"short_year": 1}, asked="date_order", answers={"date_order": "dmy"}
    ),
    "a year of two digits in the last century": day(
        "15.01.69", loaded=[("A", "1969-01-15", 500)], noted={"short_year": 1}
    ),
    "an order that nothing settles is asked": day(
        "03/04/2024", loaded=[("A", "2024-04-03", 500)], asked="date_order", answers={"date_order": "dmy"}
    ),
    "both orders in one column are asked, the others left out": Case(
        f"{HEAD}A,25/04/2024,5\nB,04/25/2024,6\n",
        [("A", "2024-04-25", 500)],
        {"day_impossible": [3]},
        asked="date_order",
        answers={"date_order": "dmy"},
    ),
    "an impossible day": Case(f"{HEAD}A,2024-01-15,5\nA,2023-02-29,5\n", ON_15TH, {"day_impossible": [3]}),
    "a day to come": Case(f"{HEAD}A,2024-01-15,5\nA,2027-01-01,5\n", ON_15TH, {"day_in_future": [3]}),
    "a year of Taiwan's calendar": Case(
        f"{HEAD}A,2024-01-15,5\nA,113/01/15,5\n", ON_15TH, {"not_a_day": [3]}
    ),
    "a time zone": day(
        "2024-01-15T23:30:00+08:00", loaded=ON_15TH, noted={"time_zone": 1, "time_dropped": 1}
    ),
    "a short time zone": day(
        "2024-01-15 23:30:00+08", loaded=ON_15TH, noted={"time_zone": 1, "time_dropped": 1}
    ),
    "UTC": day("2024-01-15T23:30:00Z", loaded=ON_15TH, noted={"time_zone": 1, "time_dropped": 1}),
}

AMOUNTS = {
    "a decimal comma": amount("1.234,50", 123450),
    "grouped by comma": amount("1,234.50", 123450),
    "a sign that nothing settles is asked": amount(
        "1,234", 123400, asked="decimal_sign", answers={"decimal_sign": "point"}
    ),
    "full width": amount("１，２３４．５０", 123450),
    "brackets": amount("(12.50)", -1250, noted={"refund": 1}),
    "a minus behind": amount("12.50-", -1250, noted={"refund": 1}),
    "a long minus": amount("−12.50", -1250, noted={"refund": 1}),
    "the currency's own sign": amount("€ 12.50", 1250),
    "another currency's sign": Case(
        f"{HEAD}A,2024-01-15,5\nA,2024-01-15,$7\n", ON_15TH, {"other_currency": [3]}
    ),
    "several currencies": Case(f"{HEAD}A,2024-01-15,€5\nA,2024-01-15,$7\n", refused="several_currencies"),
    "one currency in two spellings": Case(
        f"{HEAD}A,2024-01-15,€5\nA,2024-01-15,EUR 7\n", [*ON_15TH, ("A", "2024-01-15", 700)]
    ),
    "more decimals than cents": amount(
        "1.005", 100, noted={"amount_rounded": 1}, asked="decimal_sign", answers={"decimal_sign": "point"}
    ),
    "no number": Case(f"{HEAD}A,2024-01-15,5\nA,2024-01-15,five\n", ON_15TH, {"not_a_number": [3]}),
}

CHINESE = "客户编号,日期,金额\n张三,2024-01-15,5\n李小明,2024-01-16,6\n"
CHINESE_ROWS = [("张三", "2024-01-15", 500), ("李小明", "2024-01-16", 600)]
TRADITIONAL = "客戶編號,日期,金額\n王力宏,2024-01-15,5\n"
JAPANESE = "なまえ,ひづけ,きんがく\nさくら商店,2024-01-15,5\nすずきはなこ,2024-01-16,6\n"
JAPANESE_ROWS = [("さくら商店", "2024-01-15", 500), ("すずきはなこ", "2024-01-16", 600)]
COLUMNS = {"column_for_customer_id": "1", "column_for_day": "2", "column_for_amount": "3"}
WESTERN = f"{HEAD}Müller,2024-01-15,5\n"
MIXED = HEAD.encode() + b"".join(
    f"Kundin Müller {n},2024-01-15,5\n".encode("cp1252" if n % 2 else "utf-8") for n in range(12)
)

ENCODINGS = {
    "Windows": Case(WESTERN.encode("cp1252"), [("Müller", "2024-01-15", 500)]),
    "China": Case(CHINESE.encode("gb18030"), CHINESE_ROWS),
    "Taiwan": Case(TRADITIONAL.encode("big5"), [("王力宏", "2024-01-15", 500)]),
    "Japan, Shift-JIS": Case(
        JAPANESE.encode("cp932"), JAPANESE_ROWS, asked="column_for_day", answers=COLUMNS
    ),
    "Japan, EUC": Case(
        JAPANESE.encode("euc_jp"), JAPANESE_ROWS, asked="encoding", answers={**COLUMNS, "encoding": "euc_jp"}
    ),
    "UTF-16 with a mark": Case(CHINESE.encode("utf-16"), CHINESE_ROWS),
    "UTF-16 without": Case(WESTERN.encode("utf-16-be"), [("Müller", "2024-01-15", 500)]),
    "Polish, which Windows writes otherwise, is asked": Case(
        f"{HEAD}Stanisław,2024-01-15,5\nPawłowski,2024-01-15,6\n".encode("cp1250"),
        [("Stanisław", "2024-01-15", 500), ("Pawłowski", "2024-01-15", 600)],
        answers={"encoding": "cp1250"},
    ),
    "mixed in one file": Case(MIXED, refused="mixed_encodings"),
    "a few broken bytes": Case(
        HEAD.encode()
        + b"".join(b"M\xc3\xbcller %d,2024-01-15,5\n" % n for n in range(12))
        + b"B\xff,2024-01-15,5\n",
        [(f"Müller {n}", "2024-01-15", 500) for n in range(12)],
        {"broken_text": [14]},
    ),
    "cut off within a letter": Case(
        f"{HEAD}Müller,2024-01-15,5\nMü".encode()[:-1],
        [("Müller", "2024-01-15", 500)],
        {"number_of_cells": [3]},
    ),
}

ALIKE = f"{HEAD}Kim,2024-01-15,5\nKIM,2024-01-15,6\nK im,2024-01-15,7\nKi\u200bm,2024-01-15,8\n"
TEXTS = {
    "ids that look alike are asked: one": Case(
        ALIKE,
        [("Kim", "2024-01-15", minor) for minor in (500, 600, 700, 800)],
        noted={"ids_united": 3},
        asked="ids_alike",
        answers={"ids_alike": "same"},
    ),
    "ids that look alike are asked: several": Case(
        ALIKE,
        [
            (name, "2024-01-15", minor)
            for name, minor in (("Kim", 500), ("KIM", 600), ("K im", 700), ("Ki\u200bm", 800))
        ],
        noted={"hidden_characters": 1},
        asked="ids_alike",
        answers={"ids_alike": "different"},
    ),
    "spaces around": Case(f"{HEAD}\u00a0A ,2024-01-15,5\n", ON_15TH, noted={"spaces_trimmed": 1}),
    "zeros before a number": Case(f"{HEAD}00123,2024-01-15,5\n", [("00123", "2024-01-15", 500)]),
    "NFC": Case(
        f"{HEAD}Mu\u0308ller,2024-01-15,5\n", [("Müller", "2024-01-15", 500)], noted={"accents_composed": 1}
    ),
    "NUL": Case(f"{HEAD}A,2024-01-15,5\nB\x00,2024-01-15,5\n", ON_15TH, {"zero_character": [3]}),
    "escape": Case(f"{HEAD}A,2024-01-15,5\nB\x1b[31m,2024-01-15,5\n", ON_15TH, {"control_character": [3]}),
    "bidi": Case(
        f"{HEAD}A\u202ecod,2024-01-15,5\n",
        [("A\u202ecod", "2024-01-15", 500)],
        noted={"hidden_characters": 1},
    ),
}

WIDE = ",".join(f"c{n}" for n in range(20_000))
TABLES = {
    "20,000 columns": Case(
        f"customer,day,amount,{WIDE}\nA,2024-01-15,5,{',' * 19_999}\n", refused="too_many_columns"
    ),
    "a megabyte in a cell": Case(f"customer,day,amount,note\nA,2024-01-15,5,{'x' * 1_000_000}\n", ON_15TH),
    "repeated headings are asked": Case(
        "customer,day,amount,amount\nA,2024-01-15,5,6\n",
        [("A", "2024-01-15", 600)],
        asked="column_for_amount",
        answers={"column_for_amount": "4"},
    ),
    "trailing commas": Case(
        f"{HEAD}A,2024-01-15,5,\nA,2024-01-15,6,\n", [*ON_15TH, ("A", "2024-01-15", 600)]
    ),
    "trailing commas in some rows": Case(
        f"{HEAD}A,2024-01-15,5\nB,2024-01-15,5,\n", ON_15TH, {"number_of_cells": [3]}
    ),
    "an unclosed quotation mark": Case(f'{HEAD}A,2024-01-15,"5\nB,2024-01-15,6\n', refused="open_quotation"),
    "two unclosed quotation marks": Case(
        f'note,{HEAD}x,A,2024-01-15,5\n"y,B,2024-01-15,6\nz,C,2024-01-15,7\nw",D,2024-01-15,8\n',
        ON_15TH,
        {"swallowed_lines": [3]},
    ),
    "a last row that is cut off": Case(f"{HEAD}A,2024-01-15,5\nB,2024-0", ON_15TH, {"number_of_cells": [3]}),
    "a last line without an end": Case(
        f"{HEAD}A,2024-01-15,5\nA,2024-01-15,6\nA,2024-01-15,7",
        [("A", "2024-01-15", minor) for minor in (500, 600, 700)],
        noted={"last_line_open": 1},
    ),
    "a total row": Case(f"{HEAD}A,2024-01-15,5\nTotal,,5\n", ON_15TH, {"total_row": [3], "day_missing": [3]}),
    "a Chinese total row": Case(
        f"{HEAD}A,2024-01-15,5\n合计,,5\n", ON_15TH, {"total_row": [3], "day_missing": [3]}
    ),
}

CASES = {**DAYS, **AMOUNTS, **ENCODINGS, **TEXTS, **TABLES}


def stored(slug: str) -> list[tuple[str, str, int]]:
    with sqlite3.connect(company_file(slug)) as connection:
        return connection.execute(
            "SELECT customer_id, day, amount_minor "
            'FROM "transaction" JOIN customer USING (customer_key) ORDER BY line'
        ).fetchall()


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_silently_changed_or_dropped(slug, tmp_path, name):
    case = CASES[name]
    path = tmp_path / "sales.csv"
    if case.refused:
        with pytest.raises(FileRefusedError) as refused:
            bring_in(slug, path, case.text)
        assert refused.value.message_id == f"import.refused.{case.refused}"
        return
    if case.asked:
        asked = bring_in(slug, path, case.text)
        assert (asked.state, case.asked in {one.id for one in asked.questions}) == ("questions", True)
        assert stored(slug) == []
    report = bring_in(slug, path, case.text, answers=case.answers)
    assert report.state == "done", report
    assert stored(slug) == case.loaded
    found = {one.cause: one for one in report.findings}
    out = {cause: one for cause, one in found.items() if one.action == "left_out"}
    assert {cause: [place.line for place in one.examples] for cause, one in out.items()} == dict(
        case.left_out
    )
    assert {cause: found[cause].count for cause in case.noted if cause in found} == dict(case.noted)
    assert report.rows.read == report.rows.accepted + report.rows.rejected
