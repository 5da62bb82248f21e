"""The command line: one thin module a command; nothing is decided here."""
