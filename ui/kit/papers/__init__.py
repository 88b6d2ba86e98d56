"""Papers and charts on screen."""
