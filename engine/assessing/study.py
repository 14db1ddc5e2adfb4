"""What does every step of one assessment need to know?"""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from numpy.random import PCG64, Generator

from engine.assessing.bonds import bonds
from engine.contracts import Relations, Tables
from engine.months import whole_months
from engine.purchases import purchase_summary
from engine.settings import AssessmentSettings
from engine.value.basis import History, history
from engine.value.potential import PeerWindow, peer_window

_TEXTS = {"customer_id", "first_purchase_day", "last_purchase_day"}
_GAPS = ["gap_count", "gap_sum", "gap_log_sum"]


@dataclass(frozen=True)
class Study:
    """The facts, the day, the rules; ``relations`` are cut off at the day.

    ``has_contracts``: customers leave by the end of their contracts. That takes a company whose
    customers have contracts, and files that tell of them.
    """

    tables: Tables
    as_of: dt.date
    settings: AssessmentSettings
    relations: Relations
    history: History
    history_months: int
    window: PeerWindow | None

    @property
    def has_contracts(self) -> bool:
        """Return whether contracts tell who left."""
        return self.settings.contractual and not self.relations.contracts.empty

    def summary(self, as_of: dt.date) -> pd.DataFrame:
        """Return the purchase summary as of a day, its numbers float with NaN where undefined."""
        months = self.window.months if self.window else 12
        expression = purchase_summary(self.tables.transactions, as_of, self.history, months)
        found = self.tables.execute(expression).sort_values("customer_id", ignore_index=True)
        found = found.astype({name: "float64" for name in found.columns if name not in _TEXTS})
        found[_GAPS] = found[_GAPS].fillna(0.0)
        for name in ("first_purchase_day", "last_purchase_day"):
            found[name] = pd.to_datetime(found[name]).astype("datetime64[s]")
        found["days_since_last_purchase"] = (pd.Timestamp(as_of) - found["last_purchase_day"]).dt.days
        return found

    @cached_property
    def summary_at_stand(self) -> pd.DataFrame | None:
        """Return the summary of the day from which peers are followed; ``None`` without a window."""
        return self.summary(self.window.stand) if self.window else None

    def bonds(self, as_of: dt.date) -> pd.DataFrame:
        """Return who was bound by contract from when to when, as was known on a day."""
        return bonds(self.relations.up_to(as_of), as_of)

    def random(self, part: str) -> Generator:
        """Return the numbers that are handed to a part: a stream of its own, the same for the same day.

        The seed is the day and the part's name, so that the same facts give the same digits
        whichever other parts there are.
        """
        return Generator(PCG64([self.as_of.toordinal(), zlib.crc32(part.encode())]))


def study_of(tables: Tables, as_of: dt.date, settings: AssessmentSettings) -> Study:
    """Return what there is to study; facts of later days are left out here, once.

    Raises
    ------
    NotEnoughDataError
        There is no transaction up to ``as_of``.
    ContractBrokenError
        A customer, a day or an amount is missing.
    """
    known = history(tables, as_of, settings.margin_rate)
    months = whole_months(known.first_day, as_of)
    window = peer_window(as_of, months, settings.horizon_months)
    return Study(tables, as_of, settings, tables.relations.up_to(as_of), known, months, window)
