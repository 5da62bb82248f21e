"""Word templates, compiled once into forms; and the writers that set a filled form."""
