from __future__ import annotations

import pytest

from data.errors import ChangedMeanwhileError, DataError, NameTakenError, NotAllowedError, NotFoundError
from data.saved_views import change_view, remove_view, save_view, saved_views
from data.viewer import OWNER, Viewer


def test_views_are_kept_by_name(slug):
    save_view(OWNER, slug, "  Silent  gold ", "customers", "tier=gold&state=leaning")
    save_view(OWNER, slug, "Abwanderer", "customers", "state=left")
    assert [(one.name, one.page, one.address, one.version) for one in saved_views(OWNER, slug)] == [
        ("Abwanderer", "customers", "state=left", 1),
        ("Silent gold", "customers", "tier=gold&state=leaning", 1),
    ]


def test_a_name_is_taken_once(slug):
    save_view(OWNER, slug, "Gold", "customers", "tier=gold")
    with pytest.raises(NameTakenError):
        save_view(OWNER, slug, "Gold ", "segments", "")
    for name in ("", " ", "x" * 81):
        with pytest.raises(DataError, match=r"error\.view_name_length"):
            save_view(OWNER, slug, name, "customers", "")
    assert len(saved_views(OWNER, slug)) == 1


def test_who_read_before_somebody_else_changed_it_is_told(slug):
    view = save_view(OWNER, slug, "Gold", "customers", "tier=gold")
    change_view(OWNER, slug, view, "tier=gold&abc=A", version=1)
    with pytest.raises(ChangedMeanwhileError):
        change_view(OWNER, slug, view, "tier=iron", version=1)
    assert [(one.address, one.version) for one in saved_views(OWNER, slug)] == [("tier=gold&abc=A", 2)]


def test_a_removed_view_is_gone(slug):
    view = save_view(OWNER, slug, "Gold", "customers", "tier=gold")
    remove_view(OWNER, slug, view)
    assert saved_views(OWNER, slug) == []
    with pytest.raises(NotFoundError):
        remove_view(OWNER, slug, view)
    with pytest.raises(NotFoundError):
        change_view(OWNER, slug, view, "", version=1)


def test_guests_look_but_do_not_save(slug):
    guest = Viewer(role="guest")
    view = save_view(OWNER, slug, "Gold", "customers", "tier=gold")
    assert len(saved_views(guest, slug)) == 1
    for change in (
        lambda: save_view(guest, slug, "Iron", "customers", ""),
        lambda: change_view(guest, slug, view, "", version=1),
        lambda: remove_view(guest, slug, view),
        lambda: saved_views(Viewer(only="elsewhere"), slug),
    ):
        with pytest.raises(NotAllowedError):
            change()
