"""What can be wrong with items and prices."""

from typing_extensions import override

from app.core.errors import Refused
from app.core.messages import _


class CodeTaken(Refused):
    """Another item has this code, letter for letter."""

    field = "code"

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code

    @override
    def message(self) -> str:
        """Say which code and what to do."""
        return _("There is already an item with the code “{code}”. Choose another.").format(
            code=self.code
        )


class BarcodeTaken(Refused):
    """Another item has this barcode."""

    field = "barcode"

    def __init__(self, code: str, item_code: str) -> None:
        """Keep the barcode and the code of the item that has it."""
        super().__init__(code, item_code)
        self.code = code
        self.item_code = item_code

    @override
    def message(self) -> str:
        """Say where the barcode is."""
        if not self.item_code:
            return _("One of the barcodes {code} was given to another item just now.").format(
                code=self.code
            )
        return _("The barcode {code} belongs to the item “{item}”. Remove it there first.").format(
            code=self.code, item=self.item_code
        )


class PackInUse(Refused):
    """A pack cannot go while a barcode names it."""

    field = "pack"

    def __init__(self, pack: str) -> None:
        """Keep the pack's name."""
        super().__init__(pack)
        self.pack = pack

    @override
    def message(self) -> str:
        """Say what to do first."""
        return _("The pack “{pack}” still has a barcode. Remove the barcode first.").format(
            pack=self.pack
        )


class PriceListTaken(Refused):
    """Another price list is called that."""

    field = "name"

    def __init__(self, list_name: str) -> None:
        """Keep the name."""
        super().__init__(list_name)
        self.list_name = list_name

    @override
    def message(self) -> str:
        """Say which name."""
        return _("There is already a price list “{name}”. Choose another name.").format(
            name=self.list_name
        )


class NotAKitPart(Refused):
    """A kit holds goods and services, never a kit and never itself."""

    field = "parts"

    def __init__(self, code: str) -> None:
        """Keep the code of the part that cannot be one."""
        super().__init__(code)
        self.code = code

    @override
    def message(self) -> str:
        """Say which part and why."""
        return _("“{code}” is a kit and cannot be part of one. List its own parts.").format(
            code=self.code
        )


class NotAKit(Refused):
    """Parts were given for an item that is not a kit."""

    field = "kind"

    def __init__(self, code: str) -> None:
        """Keep the item's code."""
        super().__init__(code)
        self.code = code

    @override
    def message(self) -> str:
        """Say what to change first."""
        return _("“{code}” is not a kit. Change its kind to kit first.").format(code=self.code)


class KindFixed(Refused):
    """An item's kind cannot change while something relies on it."""

    field = "kind"

    def __init__(self, code: str) -> None:
        """Keep the item's code."""
        super().__init__(code)
        self.code = code

    @override
    def message(self) -> str:
        """Say why and what to do."""
        return _(
            "The kind of “{code}” cannot change: it has parts or is part of a kit. "
            "Change the kit first."
        ).format(code=self.code)
