"""How are complaints handled?"""
