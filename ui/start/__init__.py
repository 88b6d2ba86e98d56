"""The start: the window stands first, the desk opens behind it."""
