"""Plain SQL: on a connection of the object library, and before that is loaded."""
