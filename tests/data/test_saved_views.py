from __future__ import annotations

import pytest

from data.errors import DataError, NameTakenError, NotAllowedError, NotFoundError
from data.saved_views import remove_view, save_view, saved_views
from data.viewer import OWNER, Viewer


def test_views_are_kept_by_name(slug):
    save_view(OWNER, slug, "  Silent  gold ", "customers", "tier=gold&state=leaning")
    save_view(OWNER, slug, "Abwanderer", "customers", "state=left")
    assert [(one.name, one.page, one.address) for one in saved_views(OWNER, slug)] == [
        ("Abwanderer", "customers", "state=left"),
        ("Silent gold", "customers", "tier=gold&state=leaning"),
    ]


def test_a_name_is_taken_once(slug):
    save_view(OWNER, slug, "Gold", "customers", "tier=gold")
    with pytest.raises(NameTakenError):
        save_view(OWNER, slug, "Gold ", "segments", "")
    for name in ("", " ", "x" * 81):
        with pytest.raises(DataError, match=r"error\.view_name_length"):
            save_view(OWNER, slug, name, "customers", "")
    assert len(saved_views(OWNER, slug)) == 1


def test_a_removed_view_is_gone(slug):
    view = save_view(OWNER, slug, "Gold", "customers", "tier=gold")
    remove_view(OWNER, slug, view)
    assert saved_views(OWNER, slug) == []
    with pytest.raises(NotFoundError):
        remove_view(OWNER, slug, view)


def test_guests_look_but_do_not_save(slug):
    guest = Viewer(role="guest")
    view = save_view(OWNER, slug, "Gold", "customers", "tier=gold")
    assert len(saved_views(guest, slug)) == 1
    for change in (
        lambda: save_view(guest, slug, "Iron", "customers", ""),
        lambda: remove_view(guest, slug, view),
        lambda: saved_views(Viewer(only="elsewhere"), slug),
    ):
        with pytest.raises(NotAllowedError):
            change()
