"""Edits one item: its record, barcodes, packs, prices, substitutes and parts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from typing_extensions import override

from app.catalog.commands import (
    BarcodeEntry,
    ItemKind,
    KitPartEntry,
    PackEntry,
    PriceEntry,
)
from app.catalog.queries import ItemDetailRow, PriceListRow
from app.catalog.rules import barcode_finding
from app.core.errors import BadValue, Refused
from app.core.messages import _
from app.core.money import Price, plain_price, price_of
from app.core.quantity import quantity_of
from ui.catalog.lines_editor import LineColumn, LinesEditor
from ui.kit.compare.merging import Difference, merge, put_text
from ui.kit.context import Context
from ui.kit.fields import price_field, quantity_field
from ui.kit.frame.field_grid import FieldGrid
from ui.kit.frame.tax_choice import USUAL, TaxChoice

_VALUES = ("price", "cost", "reorder_point", "reorder_quantity", "weight_g")
_AREAS = {"barcode": "barcodes", "pack": "packs"}
"""Lists by the field a refusal names."""


@dataclass(frozen=True)
class ItemTyped:
    """What stands in the form, as values: the item's own fields and its lists."""

    fields: dict[str, Any]
    packs: tuple[PackEntry, ...] = ()
    barcodes: tuple[BarcodeEntry, ...] = ()
    prices: tuple[PriceEntry, ...] = ()
    substitutes: tuple[int, ...] = ()
    parts: tuple[KitPartEntry, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the form."""

    tax_classes: tuple[str, ...] = (USUAL,)
    price_lists: tuple[PriceListRow, ...] = field(default=())


class ItemForm(FieldGrid):
    """Fields of an item; `typed` reads them, problems stand where they belong."""

    def __init__(self, context: Context, choices: Choices) -> None:
        """Build the fields, empty."""
        super().__init__(context)
        self._choices = choices
        self._add_fields()
        self._add_lists()
        self._kind_chosen()
        self.settle()

    # --- building ------------------------------------------------------------------------

    def _add_fields(self) -> None:
        self._put("code", _("Code"), QLineEdit(), (0, 0, 2))
        self._put("name", _("Name"), QLineEdit(), (0, 2, 4))
        self.kind = QComboBox()
        for kind, text in (
            (ItemKind.STOCK, _("Goods in stock")),
            (ItemKind.SERVICE, _("Service")),
            (ItemKind.KIT, _("Kit of other items")),
        ):
            self.kind.addItem(text, kind)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self._put("kind", _("Kind"), self.kind, (1, 0, 2))
        self._put("unit", _("Unit"), QLineEdit(), (1, 2, 2))
        self._put("category", _("Category"), QLineEdit(), (1, 4, 2))
        self._put("price", _("Price of one"), price_field(_("Price of one")), (2, 0, 2))
        self._put("cost", _("Cost of one"), price_field(_("Cost of one")), (2, 2, 2))
        self.tax = TaxChoice(self._choices.tax_classes)
        self._put("tax_class", _("Tax class"), self.tax, (2, 4, 2))
        for at, (name, title) in enumerate(
            (
                ("reorder_point", _("Order more at")),
                ("reorder_quantity", _("Order how many")),
                ("weight_g", _("Weight of one, g")),
            )
        ):
            self._put(name, title, quantity_field(title, least=0), (3, at * 2, 2))

    def _add_lists(self) -> None:
        def items() -> Any:
            return self._context.lookup.items

        lists = [("", _("everyone"))]
        lists += [(str(one.price_list_id), one.name) for one in self._choices.price_lists]
        units = LineColumn(_("Units"), 1, number=True)
        find = LineColumn(_("Item"), 3, hint=_("find an item"), items=items)
        columns: dict[str, tuple[str, tuple[LineColumn, ...]]] = {
            "barcodes": (
                _("Barcodes"),
                (LineColumn(_("Barcode"), 2), LineColumn(_("Pack"), 1, hint=_("pack, or one"))),
            ),
            "packs": (_("Packs"), (LineColumn(_("Pack"), 2), units)),
            "prices": (
                _("Prices by quantity"),
                (
                    LineColumn(_("From units"), 1, number=True),
                    LineColumn(_("Price"), 1, number=True),
                    LineColumn(_("For"), 1, choices=lists),
                ),
            ),
            "substitutes": (_("Substitutes, best first"), (find,)),
            "parts": (_("Parts of the kit"), (find, units)),
        }
        self.lists = {name: LinesEditor(*spec) for name, spec in columns.items()}
        self._titles |= {name: spec[0] for name, spec in columns.items()}
        for line, (one, other) in enumerate((("barcodes", "packs"), ("prices", "substitutes")), 4):
            self._grid.addWidget(self.lists[one], line, 0, 1, 3, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self.lists[other], line, 3, 1, 3, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.lists["parts"], 6, 0, 1, 6)
        for editor in self.lists.values():
            editor.changed.connect(self.edited.emit)
        self.lists["barcodes"].changed.connect(self._look_at_barcodes)
        self.note = self._add_note(_("Note"), 7)

    def _kind_chosen(self, _at: int = 0) -> None:
        if "parts" in getattr(self, "lists", {}):
            kit = self.kind.currentData() == ItemKind.KIT
            self.lists["parts"].setVisible(kit)
            self.edited.emit()

    def _look_at_barcodes(self) -> None:
        found = [barcode_finding(row[0]) for row in self.lists["barcodes"].rows()]
        said = [one.message() for one in found if one is not None]
        self.lists["barcodes"].show_hint("\n".join(said))

    # --- showing -------------------------------------------------------------------------

    def clear(self) -> None:
        """Show a new item."""
        for one in self._fields.values():
            if isinstance(one.control, (QLineEdit, QPlainTextEdit)):
                one.control.clear()
        self.line("unit").setText(_("each"))
        self.kind.setCurrentIndex(0)
        self.tax.show_value(USUAL)
        for editor in self.lists.values():
            editor.show_rows(())
        self.settle()

    def show_item(self, detail: ItemDetailRow) -> None:
        """Show an item as it is kept."""
        item = detail.item
        for name in ("code", "name", "unit", "category"):
            self.line(name).setText(getattr(item, name))
        for name in _VALUES:
            self._value(name).show_value(getattr(item, name))
        self.kind.setCurrentIndex(self.kind.findData(item.kind))
        self.tax.show_value(item.tax_class)
        self.note.setPlainText(detail.note)
        for name, rows in _rows_of(detail).items():
            self.lists[name].show_rows(rows)
        self._look_at_barcodes()
        self.settle()

    def settle(self) -> None:
        """Take what stands here as kept: nothing is dirty, nothing is wrong."""
        self._baseline = self.raw()
        self.clear_problems()

    @override
    def raw(self) -> dict[str, object]:
        return super().raw() | {name: editor.rows() for name, editor in self.lists.items()}

    # --- reading -------------------------------------------------------------------------

    def typed(self) -> ItemTyped:
        """Give what stands in the form.

        Raises:
            Misplaced: a value cannot be read; carries its list, "" for the fields.
        """
        values: dict[str, Any] = {
            name: self.line(name).text() for name in ("code", "name", "unit", "category")
        }
        for name in _VALUES:
            values[name] = _read("", self._value(name).value)
        values["price"] = Price(values["price"] or 0)
        values["kind"] = ItemKind(self.kind.currentData())
        values["tax_class"] = self.tax.value()
        values["note"] = self.note.toPlainText()
        rows = {name: editor.rows() for name, editor in self.lists.items()}
        return ItemTyped(
            fields=values,
            packs=tuple(PackEntry(name, _units("packs", units)) for name, units in rows["packs"]),
            barcodes=tuple(BarcodeEntry(code, pack) for code, pack in rows["barcodes"]),
            prices=tuple(
                PriceEntry(
                    _units("prices", least),
                    _read("prices", lambda text=price: price_of(text, _("Price"))),
                    int(one) if one else None,
                )
                for least, price, one in rows["prices"]
            ),
            substitutes=tuple(self._item("substitutes", row[0]) for row in rows["substitutes"]),
            parts=self._parts(rows["parts"]) if values["kind"] == ItemKind.KIT else (),
        )

    def _parts(self, rows: Sequence[Sequence[str]]) -> tuple[KitPartEntry, ...]:
        return tuple(
            KitPartEntry(self._item("parts", code), _units("parts", units)) for code, units in rows
        )

    def _item(self, area: str, code: str) -> int:
        found = self._context.lookup.items.exact(code)
        if not found:
            raise Misplaced(area, BadValue("item", code, _("the code of an item is expected")))
        return found[0].entry_id

    # --- what is wrong -------------------------------------------------------------------

    @override
    def clear_problems(self) -> None:
        super().clear_problems()
        for editor in self.lists.values():
            editor.show_problem("")

    @override
    def show_problem(self, error: Refused, area: str = "") -> bool:
        editor = self.lists.get(area or _AREAS.get(error.field, ""))
        if editor is None:
            return super().show_problem(error)
        editor.show_problem(error.message())
        editor.take_focus(error.line or 1)
        return True

    def merge_theirs(self, detail: ItemDetailRow) -> tuple[Difference, ...]:
        """Take over what somebody else saved where nothing was typed; give what differs."""
        other = ItemForm(self._context, self._choices)
        other.show_item(detail)
        theirs, mine, before = other.raw(), self.raw(), self._baseline
        other.deleteLater()
        self._baseline = theirs
        return merge(self._titles, before, mine, theirs, self._put_raw)

    def _put_raw(self, name: str, value: Any) -> None:
        if name in self.lists:
            self.lists[name].show_rows(value)
            self.edited.emit()
        elif name == "tax_class":
            self.tax.show_text(value)
        else:
            put_text(self._fields[name].control, value)


class Misplaced(Exception):
    """A value of the form that cannot be read, and the list it stands in ("" for none)."""

    def __init__(self, area: str, refused: Refused) -> None:
        """Keep the list and the refusal."""
        super().__init__(area, refused)
        self.area, self.refused = area, refused


def _read(area: str, read: Any) -> Any:
    try:
        return read()
    except BadValue as wrong:
        raise Misplaced(area, wrong) from wrong


def _units(area: str, text: str) -> int:
    return int(_read(area, lambda: quantity_of(text, _("Units"))))


def _rows_of(detail: ItemDetailRow) -> dict[str, list[tuple[str, ...]]]:
    """Write the lists of an item as rows of text."""
    packs = {pack.pack_id: pack.name for pack in detail.packs}
    return {
        "packs": [(pack.name, str(pack.quantity)) for pack in detail.packs],
        "barcodes": [(one.code, packs.get(one.pack_id or 0, "")) for one in detail.barcodes],
        "prices": [
            (str(one.least_quantity), plain_price(one.price), str(one.price_list_id or ""))
            for one in detail.breaks
        ],
        "substitutes": [(f"{one.code} · {one.name}",) for one in detail.substitutes],
        "parts": [(f"{one.code} · {one.name}", str(one.quantity)) for one in detail.parts],
    }
