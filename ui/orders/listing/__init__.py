"""The list of orders and what stands around it."""
