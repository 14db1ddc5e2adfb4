"""What is shown: results in, a frozen view out."""
