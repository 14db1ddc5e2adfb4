"""A view's frame in, a Plotly figure out."""
