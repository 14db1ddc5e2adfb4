"""Alembic's environment for a company's tables."""

from __future__ import annotations

import data.tables.company
import data.tables.merges
import data.tables.records
import data.tables.relations
import data.tables.simulations
import data.tables.voices  # noqa: F401 - each fills the metadata
from data.migrations.upgrade import run_environment
from data.tables.bases import CompanyTable

run_environment(CompanyTable.metadata)
