"""What steps does an assessment consist of?"""
