"""Places, the ledger of moves, balances, reservations, purchases and counts."""
