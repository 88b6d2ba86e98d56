"""Importing files: choose, preview, put right, take in, take back."""
