"""Who leaves, when and why?"""
