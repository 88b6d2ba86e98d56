"""Settings of the shop and of this person's window."""
