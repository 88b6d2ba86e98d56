"""Customers: numbers, addresses, phones, terms and credit."""
