"""National rules: dated values in YAML beside the functions that read them. Knows no city."""
