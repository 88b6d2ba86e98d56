"""Parts every page uses; the kit knows no page."""
