"""Filled papers → records with evidence and doubt."""
