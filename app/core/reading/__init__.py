"""How long lists are read: by stretches of rows, found by key."""
