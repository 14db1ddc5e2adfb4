"""Which of several scenarios does best, against the same base?"""

from __future__ import annotations

from dashboard.components import heading
from dashboard.state import Here
from dashboard.usecases.simulating import Answer, Start


def show(here: Here, begun: Start, answer: Answer) -> None:
    """Draw up to five scenarios side by side."""
    del begun, answer
    heading.section(here.reader.texts("whatif.tab.compare"))
