"""What is measured: one module per part, each a function `(Setting) -> list[Figure]`."""
