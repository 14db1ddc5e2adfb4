"""What can be typed of the model of leaving: how far do customers count by their value?"""

from __future__ import annotations

from dashboard.formats import Reader
from dashboard.presenters.assumptions import Entry, Group, Section


def leaving_section(reader: Reader) -> Section:
    """Return what can be typed of how leaving is learned."""
    texts = reader.texts
    label, about = texts("assumptions.leaving.value_share"), texts("assumptions.leaving.about")
    entry = Entry("leaving.value_share", label, "percent", 0.0, 0.0, 1.0, about)
    group = Group(texts("assumptions.leaving.group"), (entry,))
    return Section(
        "leaving", texts("assumptions.leaving.title"), texts("assumptions.leaving.caption"), (group,)
    )
