"""Changing an order: what it shall be, what that costs, and what others saved meanwhile."""
