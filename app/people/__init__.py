"""People who work in the shop: names, roles and languages."""
