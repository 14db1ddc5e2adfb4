"""How loyal are customers, by which bond, and what is a point of retention worth?"""
