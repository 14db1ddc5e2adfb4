"""Which learners may foretell who leaves, from the simplest on?"""
