"""The screen of Holdfast: adds access, never capability."""
