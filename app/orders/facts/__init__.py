"""What the checks of an order look at."""

from app.orders.facts.gathering import gather
from app.orders.facts.known import Asked, CustomerFacts, ItemFacts, LineFacts, OrderFacts

__all__ = ["Asked", "CustomerFacts", "ItemFacts", "LineFacts", "OrderFacts", "gather"]
