"""The rows: SQLModel tables of a company and of the registry."""
