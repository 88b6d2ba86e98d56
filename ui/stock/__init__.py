"""Windows of the stock room: what there is, where, and why."""
