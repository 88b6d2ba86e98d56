"""Slips and reports written to files without a window."""
