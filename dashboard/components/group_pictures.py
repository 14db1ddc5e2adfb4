"""How do the groups of like customers look, and how firmly do the tiers hold?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.firmness import firmness_chart
from dashboard.charts.share_bars import beside_bars_chart
from dashboard.components import chart, empty, figures, heading, headline, result_table
from dashboard.components.plain import plain
from dashboard.i18n.texts import Texts
from dashboard.presenters.clusters import ClustersView, GroupCard, clusters_view
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.firmness import FIRMNESS_COLOURS, firmness_view
from dashboard.state import Here


def show_groups(here: Here, customers: pd.DataFrame) -> None:
    """Draw the groups beside what they bring, what sets each apart, and the rules for a new customer."""
    texts, grounds = here.reader.texts, assessed.grounds(here)
    card = cache.found(here.key()).cards.get("clusters", {})
    view = clusters_view(customers, card, grounds)
    headline.show(view.headline, view.note)
    if view.missing:
        empty.show(texts("segments.groups.missing_title"), view.missing, icon=":material/bubble_chart:")
        _trials(view, texts)
        return
    figures.show(view.figures, key="groups_figures")
    heading.section(texts("segments.groups.title"), texts("segments.click"))
    names = (
        texts("segments.share.customer_share"),
        texts(f"segments.share.current_value_share.{grounds.measure}"),
    )
    clicked = chart.show(beside_bars_chart(view.shares, view.colours, names), "segments_groups", view.alt)
    if clicked:
        state.go("customers", filters=CustomerFilters(cluster=tuple(clicked[:1])), tab=here.address.tab)
    heading.section(texts("segments.groups.each_title"), texts("segments.groups.each_caption"))
    for start in range(0, len(view.groups), 2):
        for column, group in zip(st.columns(2), view.groups[start : start + 2], strict=False):
            with column, st.container(border=True, height="stretch", key=f"group_{group.code}"):
                _group(group, texts)
    _trials(view, texts)


def show_firmness(here: Here, customers: pd.DataFrame) -> None:
    """Draw how many customers would stand in another tier by a little chance."""
    texts = here.reader.texts
    view = firmness_view(customers, cache.found(here.key()).figures, assessed.grounds(here))
    headline.show(view.headline, view.note)
    if view.missing:
        title, action = texts("segments.missing_title"), texts("frame.no_data_action")
        empty.show(title, view.missing, page="data", action=action)
        return
    figures.show(view.figures, key="firmness_figures")
    heading.section(texts("segments.firmness.title"), texts("segments.click"))
    clicked = chart.show(firmness_chart(view.bands, FIRMNESS_COLOURS), "segments_firmness", view.alt)
    if clicked:
        tier, band = clicked[0].split("-")
        state.go("customers", filters=CustomerFilters(tier=(tier,), firm=(band,)), tab=here.address.tab)


def _trials(view: ClustersView, texts: Texts) -> None:
    """Draw what came of each number of groups, where the assessment kept it."""
    if len(view.trials):
        heading.section(texts("segments.groups.trials_title"), texts("segments.groups.trials_caption"))
        result_table.show(view.trials, view.trial_labels, "groups_trials")


def _group(group: GroupCard, texts: Texts) -> None:
    st.markdown(f"**{plain(group.name)}** · {plain(group.customers)}  \n:gray[:small[{plain(group.stable)}]]")
    st.markdown("  \n".join(f":small[{plain(_begun(trait))}]" for trait in group.traits))
    rules = [f"- :small[{plain(_begun(rule))}]" for rule in group.rules]
    title = texts("segments.groups.rules" if len(rules) > 1 else "segments.groups.rule_one")
    st.markdown(f":small[**{plain(title)}**]\n" + "\n".join(rules))
    if group.count:
        heading.page_link("customers", group.lead_in, filters=CustomerFilters(cluster=(group.code,)))


def _begun(text: str) -> str:
    """Return a text as it begins a line."""
    return text[:1].upper() + text[1:]
