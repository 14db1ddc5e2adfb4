"""How does the made-up telephone company work, part by part?"""
