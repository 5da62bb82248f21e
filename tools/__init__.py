"""Scripts for those who develop the program; not part of it."""
