"""Alembic's environment for the registry's tables."""

from __future__ import annotations

import data.tables.registry  # noqa: F401 - fills the metadata
from data.migrations.upgrade import run_environment
from data.tables.bases import RegistryTable

run_environment(RegistryTable.metadata)
