"""The encrypted file or the shared server: engine, key, unit of work, guards, upgrades."""
