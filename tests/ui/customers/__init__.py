"""Tests of the customers windows."""
