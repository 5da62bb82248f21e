"""Word templates set on pages."""
