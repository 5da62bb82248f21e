"""Packs: what a city wants, as data."""
