"""The order in front: its card, what comes next, and the buttons that do it."""
