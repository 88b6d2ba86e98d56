"""The forms the page of orders opens: picking, holding, releasing, paying, and why."""
