"""How does a page look on paper? A view goes in, the bytes of a PDF come out."""
