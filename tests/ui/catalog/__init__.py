"""Tests of the catalog windows."""
