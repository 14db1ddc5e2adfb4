"""Does what came from outside stay text where Markdown is read?"""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from dashboard.components.plain import plain

NAMES = [
    "![x](https://example.org/a.png)",
    "[Ann](javascript:alert(1))",
    "<b>Ann</b>",
    "# Ann",
    "- Ann",
    "1. Ann",
    "12) Ann",
    "*Ann* and _Bob_",
    "`Ann`",
    "$5 and $6",
    "~~Ann~~",
    "a | b",
    ":red[Ann]",
    "Ann &amp; Bob",
    "=====",
    "---",
    "- - -",
    "-40.00",
    "+14.1%",
    "85.0%",
    "7.",
    "海衡文化",
    "€162,356 · 3%",
]


@pytest.mark.parametrize("name", NAMES)
def test_markdown_shows_the_text_itself(name):
    tokens = MarkdownIt("commonmark").parse(plain(name))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in tokens[1].children or []}
    assert kinds <= {"text", "text_special"}
    assert "".join(child.content for child in tokens[1].children or []) == name


def test_streamlits_own_signs_are_escaped():
    assert plain(":red[Ann] costs $5") == "\\:red\\[Ann\\] costs \\$5"


@pytest.mark.parametrize("number", ["-40.00", "+14.1%", "85.0%", "1,204", "€162.36K"])
def test_numbers_stay_as_they_are(number):
    assert plain(number) == number


def test_lines_become_one():
    assert plain("Ann\n\n# Bob\t!") == "Ann \\# Bob \\!"


def test_chinese_sentences_that_were_put_together_have_no_gap():
    assert plain("五为最好的一档。 点击查看。") == "五为最好的一档。点击查看。"
    assert plain("Five is best. Click “here” to see.") == "Five is best. Click “here” to see."
