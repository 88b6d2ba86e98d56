"""Windows of the catalog: items and their forms."""
