"""Tests of the scan page."""
