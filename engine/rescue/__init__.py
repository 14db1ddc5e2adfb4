"""What may a rescue cost, what does it bring, and which measure is for whom?"""
