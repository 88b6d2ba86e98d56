"""Frames that rooms fill: a list beside a panel, a form in a grid, rows that wrap."""
