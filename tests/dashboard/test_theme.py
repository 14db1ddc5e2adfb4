"""Can every reader tell the colours apart, on white and on black?"""

from __future__ import annotations

import tomllib

import pytest

from dashboard import theme
from dashboard.presenters.firmness import FIRMNESS_COLOURS
from tests.source_tree import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
MODES = ("light", "dark")
MARKS = {
    **theme.TIER_COLOURS,
    **theme.STATE_COLOURS,
    **theme.CLASS_COLOURS,
    **theme.STAGE_COLOURS,
    **theme.MEANING_COLOURS,
    "accent": theme.ACCENT,
}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_published():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", MODES)
def test_marks_stand_out_from_the_background(mode):
    background = CONFIG[mode]["backgroundColor"]
    assert {name: colour for name, colour in MARKS.items() if contrast(colour, background) < 3.0} == {}


@pytest.mark.parametrize("mode", MODES)
def test_text_can_be_read(mode):
    colours = CONFIG[mode]
    texts = [
        colours[name] for name in colours if name.endswith("TextColor") or name in ("textColor", "linkColor")
    ]
    texts.append(theme.INK[mode])
    backgrounds = [colours["backgroundColor"], colours["sidebar"]["backgroundColor"]]
    wrong = [(text, ground) for text in texts for ground in backgrounds if contrast(text, ground) < 4.5]
    assert wrong == []


@pytest.mark.parametrize("mode", MODES)
def test_buttons_can_be_read(mode):
    """Streamlit writes in white on the accent colour, and in the accent colour in the sidebar."""
    colours = CONFIG[mode]
    assert contrast(colours["primaryColor"], "#FFFFFF") >= 4.5
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= 3.0
    beside = colours["sidebar"].get("primaryColor", colours["primaryColor"])
    assert contrast(beside, colours["sidebar"]["backgroundColor"]) >= 4.5


def test_every_tier_has_a_colour_of_its_own():
    assert list(theme.TIER_COLOURS) == ["platinum", "gold", "iron", "lead"]
    assert len(set(theme.TIER_COLOURS.values())) == 4


def test_the_fonts_that_the_theme_names_are_served():
    for font in CONFIG["fontFaces"]:
        assert (ROOT / font["url"].removeprefix("app/")).read_bytes()[:4] == b"wOF2"


def test_words_on_coloured_marks_can_be_read():
    assert [colour for colour in FIRMNESS_COLOURS.values() if contrast(theme.ON_MARKS, colour) < 4.5] == []
    dark, pale = theme.SEQUENCE[:4], theme.SEQUENCE[4:]
    assert [colour for colour in dark if contrast(theme.ON_MARKS, colour) < 4.5] == []
    assert [colour for colour in pale if contrast("#FFFFFF", colour) < 4.5] == []
