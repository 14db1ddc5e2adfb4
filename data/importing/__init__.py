"""Bringing a company's files in: understood before stored, asked about before guessed.

``inspect`` says how a file would be read and which questions are open; ``run_import`` checks
every cell, stores what can be used in one transaction and accounts for every row; ``undo_import``
takes an import out again, whole.
"""
