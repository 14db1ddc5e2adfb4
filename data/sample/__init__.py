"""A made-up hotel group with the truth behind it: what a first look needs, and what tests are judged by."""
