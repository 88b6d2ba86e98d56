"""Values and rules every room needs: money, quantity, time, errors, words, settings."""
