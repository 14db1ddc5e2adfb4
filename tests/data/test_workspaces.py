from __future__ import annotations

import datetime as dt
import shutil

import pytest

from data.errors import ChangedMeanwhileError, DataError, NameTakenError, NotAllowedError, NotFoundError
from data.home import workspace_folder
from data.viewer import OWNER, Viewer
from data.workspaces import (
    change_settings,
    create_workspace,
    currency_exponent,
    data_version,
    settings,
    workspace,
    workspaces,
)
from tests.data.company_rows import bring_in


def test_a_new_company_is_found_by_slug_and_by_name(home):
    made = create_workspace(OWNER, "  留客   酒店 ", currency="cny", contractual=True)
    assert (made.slug, made.name, made.currency, made.currency_exponent) == (
        "workspace",
        "留客 酒店",
        "CNY",
        2,
    )
    assert workspace(OWNER, "workspace") == made == workspace(OWNER, "留客 酒店")
    assert settings(OWNER, made.slug).contractual is True
    assert dt.datetime.now(dt.UTC) - made.created_at < dt.timedelta(seconds=10)


def test_companies_are_listed_by_name_without_those_whose_folder_was_taken_away(home):
    for name in ("Zander", "Abend", "Mitte"):
        create_workspace(OWNER, name)
    shutil.rmtree(workspace_folder("mitte"))
    assert [one.name for one in workspaces(OWNER)] == ["Abend", "Zander"]
    with pytest.raises(NotFoundError, match=r"error\.workspace_not_found"):
        workspace(OWNER, "Mitte")


def test_a_name_is_taken_once_and_nothing_is_left_of_the_refused(home):
    create_workspace(OWNER, "Linde")
    for name in ("Linde", " Linde ", "linde"):
        with pytest.raises(NameTakenError):
            create_workspace(OWNER, name)
    assert [path.name for path in home.iterdir() if path.is_dir()] == ["linde"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_must_be_readable(home, name):
    with pytest.raises(DataError, match=r"error\.workspace_name_length"):
        create_workspace(OWNER, name)


def test_exponents_are_the_currencies_own():
    assert [currency_exponent(code) for code in ("EUR", "CNY", "JPY", "KWD", "usd")] == [2, 2, 0, 3, 2]
    with pytest.raises(DataError, match=r"error\.currency_unknown"):
        currency_exponent("EURO")


def test_a_change_of_rules_is_kept_and_counted(slug):
    changed = change_settings(OWNER, slug, {"margin_rate": 0.4, "churn_after_days": 200}, version=1)
    assert (changed.margin_rate, changed.churn_after_days, changed.version) == (0.4, 200, 2)
    assert settings(OWNER, slug).model_dump() == changed.model_dump()


def test_who_read_before_somebody_else_saved_is_told(slug):
    change_settings(OWNER, slug, {"value_share": 0.7}, version=1)
    with pytest.raises(ChangedMeanwhileError):
        change_settings(OWNER, slug, {"value_share": 0.9}, version=1)
    assert settings(OWNER, slug).value_share == 0.7


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": 1}, "error.setting_unknown"),
        ({"data_version": 9}, "error.setting_unknown"),
        ({"currency_exponent": 9}, "error.setting_unknown"),
        ({"margin_rate": "much"}, "error.setting_not_readable"),
        ({"horizon_months": None}, "error.setting_not_readable"),
        ({"currency": "XYZW"}, "error.currency_unknown"),
    ],
)
def test_what_is_no_rule_is_refused_whole(slug, changes, message):
    before = settings(OWNER, slug).model_dump()
    with pytest.raises(DataError, match=message):
        change_settings(OWNER, slug, {"value_share": 0.5, **changes}, version=1)
    assert settings(OWNER, slug).model_dump() == before


def test_the_currency_changes_only_while_there_are_no_amounts(slug):
    assert change_settings(OWNER, slug, {"currency": "jpy"}, version=1).currency_exponent == 0
    change_settings(OWNER, slug, {"currency": "EUR"}, version=2)
    bring_in(slug)
    with pytest.raises(DataError, match=r"error\.currency_in_use"):
        change_settings(OWNER, slug, {"currency": "JPY"}, version=3)


def test_an_import_moves_the_data_version_but_not_the_version_of_the_rules(slug):
    bring_in(slug)
    assert data_version(OWNER, slug) == 1
    assert settings(OWNER, slug).version == 1


def test_viewers_see_what_is_theirs(home):
    for name in ("Linde", "Zander"):
        create_workspace(OWNER, name)
    guest = Viewer(role="guest", only="linde")
    assert [one.slug for one in workspaces(guest)] == ["linde"]
    assert settings(guest, "linde").currency == "EUR"
    for reading in (settings, data_version, workspace):
        with pytest.raises(NotAllowedError):
            reading(guest, "zander")
    with pytest.raises(NotAllowedError):
        change_settings(guest, "linde", {"value_share": 0.5}, version=1)
    with pytest.raises(NotAllowedError):
        create_workspace(guest, "Neu")
    with pytest.raises(NotAllowedError):
        create_workspace(Viewer(only="linde"), "Neu")
