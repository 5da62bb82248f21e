"""Workbooks of people: read into records, written blank, given back with the errors marked."""
