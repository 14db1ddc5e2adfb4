"""What are people writing about, and how sure are we?"""
