"""Windows of the customers room."""
