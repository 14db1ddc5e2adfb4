"""Parsing what may be hostile, in a process of its own with limits on memory and time.

``process`` runs in the app, everything else in the child.
"""
