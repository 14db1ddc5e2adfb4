"""A reader who tries everything: uses widgets and files drawn by chance and looks whether all still holds."""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections.abc import Callable
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

from dashboard.i18n.texts import LANGUAGES, Texts
from dashboard.state import PAGE_FILES
from data import reading
from data.viewer import OWNER
from data.workspaces import workspaces
from tests.dashboard.front_door import address, opened, said, work
from tests.dashboard.wandering.odd_files import odd_file
from tests.dashboard.wandering.totals import wrong_figures, wrong_snapshots, wrong_totals

WORDS = (
    "",
    "C1",
    "a",
    "王",
    "\\",
    "'; DROP TABLE customer;--",
    "*_[x](y)",
    "99999999999999999999",
    "Neue Firma",
)
NUMBERS = (-1e9, -1.0, 0.0, 0.5, 1.0, 12.0, 30.0, 100.0, 365.0, 1e9)
ADDRESSES = {
    "w": ("nobody", "../x", ""),
    "lang": ("en", "zh", "tlh"),
    "a": ("1", "2", "999999", "x"),
    "b": ("1", "999999"),
    "tab": ("abc", "rfm", "migration", "lifecycle", "pyramid", "?"),
    "customer": ("1", "2", "7", "999999", "-1"),
    "tier": ("gold", "platinum,iron", "wood"),
    "state": ("left", "leaning"),
    "rfm": ("r1f1", "r9f9"),
    "from": ("100", "-5", "x"),
    "sort": ("amount_12m", "-customer_id", "nothing"),
    "method": ("lifecycle", "nothing"),
}
CHOICES = (
    "selectbox",
    "radio",
    "button_group",
    "multiselect",
    "checkbox",
    "toggle",
    "number_input",
    "text_input",
)
UNEXPECTED = [
    Texts(language)("frame.error_unexpected", reference="\0").split("\0")[0][:30] for language in LANGUAGES
]


class Wanderer:
    """Walks through the app by chance; ``steps`` holds what was done, for whoever has to repeat it."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.steps: list[str] = []
        self.log = _Complaints()
        self._draws = random.Random(seed)
        self.app = opened("data")
        self.page = "data"

    def wander(self, steps: int) -> None:
        """Take so many steps and fail at the first that leaves the page or a total broken."""
        ways: tuple[tuple[Callable[[], str], int], ...] = (
            (self._use_a_widget, 12),
            (self._press, 8),
            (self._bring, 6),
            (self._go, 4),
            (self._work, 5),
            (self._unfold, 2),
            (self._address, 2),
            (self._new_session, 1),
        )
        acts, weights = zip(*ways, strict=True)
        with self.log:
            for number in range(1, steps + 1):
                act = self._draws.choices(acts, weights=weights)[0]
                self.steps.append(f"{number}. {act.__name__}")
                self.steps[-1] = f"{number}. {act()}"
                self._look(thoroughly=number % 20 == 0 or number == steps)

    def _look(self, *, thoroughly: bool) -> None:
        wrong = [f"exception: {one.message} {one.value}" for one in self.app.exception] + self.log.heard
        words = said(self.app).replace("\\", "")
        wrong += [f"the page says: {one} …" for one in UNEXPECTED if one in words]
        wrong += ["a traceback"] if "Traceback (most recent" in words else []
        wrong += wrong_totals()
        if thoroughly:
            wrong += wrong_snapshots()
        if not wrong and self.page == "data" and not self._is_lost():
            wrong += wrong_figures(self.app)
        walked = "\n".join(self.steps)
        assert wrong == [], (
            f"seed {self.seed}, page {self.page}, {address(self.app)}:\n{wrong}\nafter\n{walked}"
        )

    def _is_lost(self) -> bool:
        """Whether the page only says that what the address names isn't there."""
        return any(str(one.key).startswith("failure") for one in self.app.button)

    def _widgets(self) -> list[Any]:
        found = [one for kind in CHOICES for one in self.app.get(kind)]
        found += [*self.app.date_input, *self.app.get("pagination")]
        return [one for one in found if not one.proto.disabled]

    def _use_a_widget(self) -> str:
        """Change one to five widgets at once, as in a form, or one, as anywhere."""
        widgets = self._widgets()
        if not widgets:
            return "nothing to use"
        ordinary = [one for one in widgets if not one.proto.form_id]
        chosen = [self._draws.choice(ordinary or widgets)]
        if ordinary != widgets and self._draws.random() < 0.3:
            chosen = self._draws.sample(widgets, min(len(widgets), 5))
        done = [self._change(one) for one in chosen]
        self.app.run()
        return "; ".join(done)

    def _change(self, widget: Any) -> str:
        state = WidgetState(id=widget.id)
        kind, draws = widget.type, self._draws
        if kind in ("selectbox", "radio"):
            state.string_value = draws.choice(widget.options)
        elif kind in ("button_group", "multiselect"):
            is_one = kind == "button_group" and widget._is_single_select
            most = 1 if is_one else len(widget.options)
            chosen = draws.sample(widget.options, draws.randint(1 if is_one else 0, min(most, 3)))
            state.string_array_value.data[:] = chosen
        elif kind in ("checkbox", "toggle"):
            state.bool_value = draws.random() < 0.5
        elif kind == "number_input":
            return self._number(widget)
        elif kind == "date_input":
            widget.set_value(dt.date(2019, 1, 1) + dt.timedelta(days=draws.randint(0, 2900)))
            return f"{widget.key} = {widget.value}"
        elif kind == "pagination":
            state.int_value = draws.randint(1, max(1, int(widget.proto.num_pages)))
        else:
            state.string_value = draws.choice(WORDS)
        _say(widget, state)
        return f"{widget.key} = {str(state).partition(chr(10))[2]!r}"

    def _number(self, widget: Any) -> str:
        """Set a number that the browser lets through: none outside the field's own limits."""
        low = widget.proto.min if widget.proto.has_min else -1e12
        high = widget.proto.max if widget.proto.has_max else 1e12
        value = min(max(self._draws.choice(NUMBERS), low), high)
        widget.set_value(value)
        return f"{widget.key} = {value}"

    def _press(self) -> str:
        buttons = [one for one in self.app.button if not one.proto.disabled]
        if not buttons:
            return "nothing to press"
        eager = [one for one in buttons if "_go" in str(one.key) or "undo_do" in str(one.key)]
        button = self._draws.choice(eager if eager and self._draws.random() < 0.5 else buttons)
        name = f"press {button.key} ({button.label})"
        button.click().run()
        return name

    def _bring(self) -> str:
        """Upload a file, where there is a place for one, and nearly always say of which kind it is."""
        if self.page != "data" or not self.app.file_uploader or self._is_lost():
            self._open("data")
        if not self.app.file_uploader:
            return "no place for a file"
        file = odd_file(self._draws)
        kinds = [one for one in self.app.selectbox if str(one.key).startswith("import_kind_")]
        if kinds and self._draws.random() < 0.95:
            kinds[0].set_value(file.kind).run()
        self.app.file_uploader[0].set_value((file.name, file.content, "text/csv"))
        self.app.run()
        return f"upload {file.name} ({file.kind}, {len(file.content)} bytes, {file.content[:60]!r})"

    def _work(self) -> str:
        ended = work()
        self.app.run()
        return f"the worker works: {ended}"

    def _unfold(self) -> str:
        """Unfold an import of the history, which AppTest cannot click."""
        found = [
            one.import_id for company in workspaces(OWNER) for one in reading.imports(OWNER, company.slug)
        ]
        if self.page != "data" or not found:
            return self._go()
        number = self._draws.choice(found)
        self.app.session_state[f"history_{number}"] = True
        self.app.run()
        return f"unfold import {number}"

    def _go(self) -> str:
        page = self._draws.choice(tuple(PAGE_FILES))
        self._open(page)
        return f"open {page}"

    def _open(self, page: str) -> None:
        self.app.switch_page(PAGE_FILES[page])
        self.page = page
        self.app.run()

    def _address(self) -> str:
        known = {**ADDRESSES, "w": (*ADDRESSES["w"], *(one.slug for one in workspaces(OWNER)))}
        name = self._draws.choice(tuple(known))
        value = self._draws.choice(known[name])
        self.app.query_params[name] = value
        self.app.run()
        return f"address {name}={value}"

    def _new_session(self) -> str:
        """Open the address in another window."""
        self.app = opened(self.page, **address(self.app))
        return "a new window"


def _say(widget: Any, state: WidgetState) -> None:
    """Have a widget send what a browser would, whatever its values are behind their labels."""
    widget.__class__ = type("Said", (type(widget),), {"_widget_state": property(lambda _: state)})


class _Complaints(logging.Handler):
    """Keeps what the front door and the worker log as unforeseen."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())

    def __enter__(self) -> None:
        logging.getLogger().addHandler(self)
        for name in ("holdfast", "holdfast.front_door", "dashboard.usecases.worker"):
            logging.getLogger(name).propagate = True

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)
