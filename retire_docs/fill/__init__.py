"""The story of fill: a roster in, packets of filled forms out."""
