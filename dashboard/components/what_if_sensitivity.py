"""What does the answer rest on: which assumptions move it, and how wrong may they be?"""

from __future__ import annotations

from dashboard.components import heading
from dashboard.state import Here
from dashboard.usecases.simulating import Answer, Start


def show(here: Here, begun: Start, answer: Answer) -> None:
    """Draw which assumptions move the answer most."""
    del begun, answer
    heading.section(here.reader.texts("whatif.tab.rests"))
