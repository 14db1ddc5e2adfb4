"""How satisfied are customers, with what, and what would raise it most?"""
