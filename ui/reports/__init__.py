"""Reports on screen and on paper."""
