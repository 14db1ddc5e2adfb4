"""Into which groups do the customers fall, and how do they move between them?"""
