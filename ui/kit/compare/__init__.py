"""Two versions of one record beside each other: yours and theirs."""
