"""The Today page: figures and the status board."""
