"""Under which rules is the company assessed?"""

from __future__ import annotations

import streamlit as st

from dashboard import cache, state
from dashboard.components import assumptions_form, heading, headline, job, new_company, rules_form
from dashboard.presenters.experience_assumptions import experience_sections
from dashboard.presenters.grounds import Grounds, grounds_of
from dashboard.presenters.leaving_assumptions import leaving_section
from dashboard.presenters.rescue_assumptions import rescue_section
from dashboard.presenters.rescue_effects import EFFECTS
from dashboard.presenters.rules import RulesView, rules_view
from dashboard.usecases import jobs, workspaces
from dashboard.usecases.access import last_day

here = state.here()
texts = here.reader.texts
newest = here.place.assessments[0] if here.place.assessments else None


def show_page() -> None:
    """Draw the rules, what became of the last change, and the company itself."""
    saved = workspaces.rules(here.viewer, here.workspace.slug).model_dump()
    found = cache.found(here.key_of(newest)) if newest is not None else None
    grounds: Grounds | None = None
    if found is not None:
        grounds = grounds_of(found.as_of, found.settings, found.cards, here.reader)
    view = rules_view(saved, found.settings if found else None, grounds, here.reader)
    headline.show(view.headline, view.caption)
    show_assessing(view)
    rules_form.show(here, saved, view)
    st.space("medium")
    effects = cache.results(here.key_of(newest, EFFECTS)) if newest is not None else None
    rescue = rescue_section(here.reader, effects, found.settings.get("typed") if found else None)
    for section in (leaving_section(here.reader), rescue, *experience_sections(here.reader)):
        assumptions_form.show(here, saved, section)
        st.space("medium")
    heading.section(texts("settings.company.title"))
    st.markdown(texts("settings.company.currency", currency=here.workspace.currency))
    st.caption(texts("settings.company.currency_text"))
    with st.expander(texts("settings.new.title"), icon=":material/add_business:"):
        new_company.show(here)


def show_assessing(view: RulesView) -> None:
    """Draw the running assessment, or the button that asks for one under the present rules."""
    for one in jobs.recent(here.viewer, here.workspace.slug, most=3):
        if one.is_open and one.kind == "assess":
            job.show(one.job_id, here.reader, "settings_assess")
            return
    day = newest.as_of if newest is not None else last_day(here.viewer, here.workspace.slug)
    if day is None or view.is_in_force:
        return
    st.button(
        texts("settings.assess", day=day),
        key="settings_assess_again",
        type="primary",
        icon=":material/refresh:",
        on_click=lambda: assess(day.isoformat()),
    )


def assess(as_of: str) -> None:
    """Ask for an assessment of a day."""
    jobs.start(here.viewer, here.workspace.slug, "assess", {"as_of": as_of})


heading.show(here, texts("frame.page.settings"))
show_page()
