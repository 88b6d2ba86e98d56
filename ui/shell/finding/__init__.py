"""Ctrl+K: everything that can be found, ranked, and the dialog that offers it."""
