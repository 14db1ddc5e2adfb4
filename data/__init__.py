"""The rows of Holdfast: reading, writing, importing, migrating."""
