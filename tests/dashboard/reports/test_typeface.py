"""Is every character printed in a typeface that has it, and a missing one seen to be missing?"""

from __future__ import annotations

import pytest

from dashboard.reports.typeface import BOLD, CHINESE, REGULAR, Run, markup, printable, runs, width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann", [Run("Ann", REGULAR)]),
        ("243位客户", [Run("243", REGULAR), Run("位客户", CHINESE)]),
        ("Łukasz Αθήνα Москва Nguyễn", [Run("Łukasz Αθήνα Москва Nguyễn", REGULAR)]),
        ("€–¥·“…”", [Run("€–¥·“…”", REGULAR)]),
        ("λ₀V", [Run("λ0V", REGULAR)]),
        ("客户，A", [Run("客户，", CHINESE), Run("A", REGULAR)]),
        ("", []),
    ],
)
def test_each_run_has_its_typeface(text, expected):
    assert runs(text) == expected


@pytest.mark.parametrize("lacking", ["😀", "한", "ب", "ก", "\ud800", "𠮷"])
def test_a_character_that_no_typeface_has_is_an_empty_box(lacking):
    assert "".join(run.text for run in runs(f"A{lacking}B")) == "A□B"


def test_bold_is_for_latin_only():
    assert runs("A客", bold=True) == [Run("A", BOLD), Run("客", CHINESE)]


def test_markup_in_a_name_is_text():
    assert markup("<b>&*") == f'<font name="{REGULAR}">&lt;b&gt;&amp;*</font>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two\r\n lines\t", "two lines"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("e\u0301", "é"),
        ("1\u00a0000", "1\u00a0000"),
        ("❤\ufe0f", "❤"),
        ("x" * 30, "x" * 19 + "…"),
    ],
)
def test_what_cannot_be_seen_is_left_out(text, expected):
    assert printable(text, 20) == expected


def test_chinese_characters_are_as_wide_as_high():
    assert width("留客", 10) == 20.0


def test_digits_are_equally_wide_so_that_columns_align():
    assert width("1111", 10) == width("8888", 10)
