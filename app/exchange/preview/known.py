"""What the desk knows already, as far as an import cares."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Known:
    """Codes to ids, documents that are in, and what lies in stock (item code to units).

    `services` are known items that are no goods; `barcodes` names the item of each. `has_items`
    tells that there is a catalog already, so that an item which is not in it is worth a word.
    """

    items: dict[str, int] = field(default_factory=dict)
    customers: dict[str, int] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    stock: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    services: frozenset[str] = frozenset()
    barcodes: dict[str, str] = field(default_factory=dict)
    has_items: bool = False
    digits: int = 2
