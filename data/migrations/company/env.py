"""Alembic's environment for a company's tables."""

from __future__ import annotations

import data.tables.company
import data.tables.records  # noqa: F401 - both fill the metadata
from data.migrations.upgrade import run_environment
from data.tables.bases import CompanyTable

run_environment(CompanyTable.metadata)
