"""Tallydesk without a window: one small module per subcommand; never imports Qt."""

SUBCOMMANDS = (
    "init",
    "info",
    "check",
    "order",
    "ship",
    "receive",
    "import",
    "export",
    "report",
    "slip",
)
"""The first word of every way to run the program without a window."""
