"""The maths of Holdfast: tables and numbers in, frozen results out."""
