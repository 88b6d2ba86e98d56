"""Counts that are open: to go on with, to post or to drop."""
