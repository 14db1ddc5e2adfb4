"""Which colour means what, everywhere?

Every colour keeps at least 3:1 against both backgrounds of ``.streamlit/config.toml``, so a
chart need not know whether the reader has light or dark; hues differ in lightness as well,
for readers who don't tell red from green. Text colours stand in the configuration.
"""

from __future__ import annotations

from typing import Final

ACCENT: Final = "#5B6EE1"
GOOD: Final = "#159A76"
BAD: Final = "#D9583A"
NEUTRAL: Final = "#7C8494"

TIER_COLOURS: Final = {
    "platinum": "#5B8FD0",
    "gold": "#BE8A1E",
    "iron": "#A9614B",
    "lead": "#7F8693",
}
STATE_COLOURS: Final = {
    "staying": GOOD,
    "leaning": "#C77A12",
    "left": BAD,
}
CLASS_COLOURS: Final = {
    "A": ACCENT,
    "B": "#7F90E2",
    "C": "#878E9D",
}
STAGE_COLOURS: Final = {
    "exploration": "#5B8FD0",
    "formation": ACCENT,
    "stability": GOOD,
    "decline": BAD,
}
MEANING_COLOURS: Final = {"good": GOOD, "bad": BAD, "neutral": NEUTRAL}

# What stands on a mark of any of these colours: white would be too pale on most of them.
ON_MARKS: Final = "#12141A"

# One hue from nearly nothing to full, for grids and heat maps.
SEQUENCE: Final = ("#E9ECFB", "#C4CCF5", "#9AA8EC", "#7385E4", "#4F62D8", "#3548C9")

# Streamlit's own chart text is too pale to read; the reader's theme chooses between these two.
INK: Final = {"light": "#3A4150", "dark": "#D5D9E2"}

FONT: Final = "Inter, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
FADED: Final = 0.35
