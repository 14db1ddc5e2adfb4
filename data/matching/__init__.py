"""Who may be in the data twice: written forms, evidence and proposals; a person decides."""
