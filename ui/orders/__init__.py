"""Taking orders on the phone, and everything that happens to them afterwards."""
