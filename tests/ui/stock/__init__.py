"""Tests of the stock windows."""
