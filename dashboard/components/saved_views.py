"""Which screens did somebody want to find again, and how is this one added?"""

from __future__ import annotations

from urllib.parse import parse_qsl

import streamlit as st

from dashboard.components.plain import plain
from dashboard.links import Address, address_of, link, query
from dashboard.state import PAGE_FILES, Here, address_for
from dashboard.usecases import saved_views
from dashboard.usecases.saved_views import ViewInfo


def show(here: Here, page: str) -> None:
    """Draw the views saved of a page, each a link, and the field that saves this screen."""
    texts = here.reader.texts
    with st.popover(texts("customers.views.title"), icon=":material/bookmark:", width="content"):
        listed = st.container(gap="xsmall")
        with st.form("save_view", clear_on_submit=True, border=False):
            name = st.text_input(texts("customers.views.name"), max_chars=80)
            wanted = st.form_submit_button(texts("customers.views.save"), icon=":material/bookmark_add:")
        views = saved_views.saved_views(here.viewer, here.workspace.slug)
        if wanted and _can_save(name, views, here):
            saved_views.save_view(here.viewer, here.workspace.slug, name, page, _written(here.address))
            views = saved_views.saved_views(here.viewer, here.workspace.slug)
        with listed:
            _list([view for view in views if view.page == page], here)


def _can_save(name: str, views: list[ViewInfo], here: Here) -> bool:
    wanted = " ".join(name.split())
    if not wanted:
        st.warning(here.reader.texts("customers.views.unnamed"))
    elif wanted in {view.name for view in views}:
        st.warning(plain(here.reader.texts("customers.views.taken", name=wanted)))
    else:
        return True
    return False


def _list(views: list[ViewInfo], here: Here) -> None:
    texts = here.reader.texts
    if not views:
        st.caption(texts("customers.views.none"))
    for view in views:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            kept = address_of(dict(parse_qsl(view.address)))
            address = address_for(filters=kept.filters, sort=kept.sort, tab=kept.tab)
            st.page_link(PAGE_FILES[view.page], label=plain(view.name), query_params=query(address))
            st.button(
                "",
                icon=":material/delete:",
                help=plain(texts("customers.views.remove", name=view.name)),
                type="tertiary",
                key=f"view_remove_{view.view_id}",
                on_click=saved_views.remove_view,
                args=(here.viewer, here.workspace.slug, view.view_id),
            )


def _written(address: Address) -> str:
    """Return what a view keeps of an address: filters, order and tab, not the dates or the language."""
    return link("", Address(filters=address.filters, sort=address.sort, tab=address.tab)).removeprefix("?")
