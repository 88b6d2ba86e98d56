"""How fast the program is beside the bare database, as ratios measured in one run."""
