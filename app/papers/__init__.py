"""From what the desk says to the values papers are printed from."""
