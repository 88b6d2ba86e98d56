"""How queries find stretches of long lists."""
