"""Help: the keys and hints of a page, all keys, and what this program is."""
