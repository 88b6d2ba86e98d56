"""The program without a window: rooms, rules and records; never imports Qt."""

__version__ = "0.1.0"
