from __future__ import annotations

import pytest

from data.errors import NotFoundError
from data.home import company_file, new_slug, workspace_folder


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Hotel Linde", "hotel-linde"),
        ("Café Zürich & Co.", "cafe-zurich-co"),
        ("留客酒店", "workspace"),
        ("  --  ", "workspace"),
        ("con", "con-2"),
        ("A" * 90, "a" * 34),
    ],
)
def test_a_name_becomes_a_plain_folder_name(home, name, slug):
    assert new_slug(name, set()) == slug
    assert workspace_folder(slug).parent == home


def test_a_taken_slug_gets_a_number(home):
    assert new_slug("留客", {"workspace", "workspace-2"}) == "workspace-3"


def test_a_folder_that_nobody_registered_is_not_taken_over(home):
    workspace_folder("linde").mkdir(parents=True)
    assert new_slug("Linde", set()) == "linde-2"


@pytest.mark.parametrize(
    "slug", ["", "..", "../other", "a/b", "a\\b", "Linde", "-a", "a--b", "a.b", "ä", "a" * 41, "x\n", "~"]
)
def test_no_slug_leads_outside_the_home(home, slug):
    with pytest.raises(NotFoundError, match=r"error\.workspace_not_found"):
        company_file(slug)


def test_only_the_owner_of_the_machine_may_look_into_the_home(home, slug):
    assert home.stat().st_mode & 0o777 == 0o700
    assert workspace_folder(slug).stat().st_mode & 0o777 == 0o700
