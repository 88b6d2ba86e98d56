"""What is noticed about imported rows: findings, their settings and what may be done."""
