"""One function per command on items, their packs, barcodes, parts and substitutes."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from app.catalog.commands import (
    AddItem,
    BarcodeEntry,
    ChangeItem,
    DiscontinueItem,
    ItemFields,
    ItemKind,
    PackEntry,
    ResumeItem,
    SetBarcodes,
    SetKit,
    SetPacks,
    SetSubstitutes,
)
from app.catalog.errors import BarcodeTaken, CodeTaken, KindFixed, NotAKit, NotAKitPart, PackInUse
from app.catalog.handlers.saving import (
    ItemSaved,
    check_range,
    codes_and_kinds,
    count_save,
    needed,
    refuse_repeats,
    taken_means,
)
from app.catalog.models import Barcode, Item, KitPart, Pack, Substitute
from app.catalog.rules import BarcodeFinding, barcode_finding
from app.core.errors import BadValue, NotFound
from app.core.messages import N_, _
from app.core.text import clean, clean_lines, fold, initials_of
from app.db.unit_of_work import UnitOfWork


def add_item(unit: UnitOfWork, command: AddItem) -> ItemSaved:
    """Take a new item into the catalog; `other_case` names codes that differ in case only.

    Raises:
        BadValue: no code or name, or a number below zero.
        CodeTaken: another item has exactly this code.
        BarcodeTaken: another item has one of the barcodes.
    """
    values = _item_values(command)
    others = _same_code(unit.connection, values, 0)
    with taken_means(CodeTaken(str(values["code"]))):
        item_id = unit.connection.execute(
            insert(Item).values(**values, version=1).returning(Item.id)
        ).scalar_one()
    packs = _write_packs(unit.connection, item_id, command.packs)
    findings = _write_barcodes(unit.connection, item_id, command.barcodes, packs)
    unit.touch("item", item_id)
    return ItemSaved(item_id, 1, findings, others)


def change_item(unit: UnitOfWork, command: ChangeItem) -> ItemSaved:
    """Replace what is kept about an item.

    Raises:
        NotFound: there is no such item.
        Stale: it was saved after the version that was seen.
        BadValue: no code or name, or a number below zero.
        CodeTaken: another item has exactly this code.
        KindFixed: it has parts, or is part of a kit, and cannot change its kind so.
    """
    connection = unit.connection
    values = _item_values(command)
    version = count_save(unit, command.item_id, command.version)
    others = _same_code(connection, values, command.item_id)
    _check_kind(connection, command)
    with taken_means(CodeTaken(str(values["code"]))):
        connection.execute(update(Item).where(Item.id == command.item_id).values(**values))
    return ItemSaved(command.item_id, version, other_case=others)


def set_packs(unit: UnitOfWork, command: SetPacks) -> ItemSaved:
    """Let an item have exactly these packs.

    Raises:
        NotFound: there is no such item.
        Stale: it was saved after the version that was seen.
        BadValue: an empty or repeated name, or fewer than one unit.
        PackInUse: a pack that would go still has a barcode.
    """
    version = count_save(unit, command.item_id, command.version)
    _write_packs(unit.connection, command.item_id, command.packs)
    return ItemSaved(command.item_id, version)


def set_barcodes(unit: UnitOfWork, command: SetBarcodes) -> ItemSaved:
    """Let an item have exactly these barcodes; odd ones are kept and told of.

    Raises:
        NotFound: there is no such item, or no such pack of it.
        Stale: it was saved after the version that was seen.
        BarcodeTaken: another item has one of them.
    """
    connection = unit.connection
    version = count_save(unit, command.item_id, command.version)
    connection.execute(delete(Barcode).where(Barcode.item_id == command.item_id))
    packs = _packs_of(connection, command.item_id)
    findings = _write_barcodes(connection, command.item_id, command.barcodes, packs)
    return ItemSaved(command.item_id, version, findings)


def set_kit(unit: UnitOfWork, command: SetKit) -> ItemSaved:
    """Let a kit hold exactly these parts.

    Raises:
        NotFound: there is no such item.
        Stale: it was saved after the version that was seen.
        NotAKit: the item is not a kit.
        NotAKitPart: a part is a kit itself.
        BadValue: no parts, one part twice, or fewer than one unit.
    """
    connection = unit.connection
    version = count_save(unit, command.item_id, command.version)
    code, kind = connection.execute(
        select(Item.code, Item.kind).where(Item.id == command.item_id)
    ).one()
    if kind != ItemKind.KIT:
        raise NotAKit(code)
    part_ids = [part.part_id for part in command.parts]
    if not part_ids:
        raise BadValue("parts", "", _("at least one part is expected"))
    refuse_repeats("parts", part_ids)
    found = codes_and_kinds(connection, part_ids)
    for number, part in enumerate(command.parts, 1):
        check_range("quantity", part.quantity, 1, number)
        if found[part.part_id][1] == ItemKind.KIT:
            raise NotAKitPart(found[part.part_id][0])
    connection.execute(delete(KitPart).where(KitPart.kit_id == command.item_id))
    rows = [
        {"kit_id": command.item_id, "part_id": part.part_id, "quantity": part.quantity}
        for part in command.parts
    ]
    connection.execute(insert(KitPart), rows)
    return ItemSaved(command.item_id, version)


def set_substitutes(unit: UnitOfWork, command: SetSubstitutes) -> ItemSaved:
    """Offer these items, in this order, when an item cannot be had.

    Raises:
        NotFound: there is no such item.
        Stale: it was saved after the version that was seen.
        BadValue: the item itself, or one item twice.
    """
    version = count_save(unit, command.item_id, command.version)
    refuse_repeats("substitutes", [command.item_id, *command.substitutes])
    codes_and_kinds(unit.connection, command.substitutes)
    unit.connection.execute(delete(Substitute).where(Substitute.item_id == command.item_id))
    rows = [
        {"item_id": command.item_id, "substitute_id": other, "rank": rank}
        for rank, other in enumerate(command.substitutes, 1)
    ]
    if rows:
        unit.connection.execute(insert(Substitute), rows)
    return ItemSaved(command.item_id, version)


def discontinue_item(unit: UnitOfWork, command: DiscontinueItem) -> ItemSaved:
    """Stop selling an item.

    Raises:
        NotFound: there is no such item.
        Stale: it was saved after the version that was seen.
    """
    return _set_state(unit, command, "discontinued")


def resume_item(unit: UnitOfWork, command: ResumeItem) -> ItemSaved:
    """Sell a discontinued item again.

    Raises:
        NotFound: there is no such item.
        Stale: it was saved after the version that was seen.
    """
    return _set_state(unit, command, "active")


def _set_state(unit: UnitOfWork, command: DiscontinueItem | ResumeItem, state: str) -> ItemSaved:
    version = count_save(unit, command.item_id, command.version)
    unit.connection.execute(update(Item).where(Item.id == command.item_id).values(state=state))
    return ItemSaved(command.item_id, version)


def _item_values(fields: ItemFields) -> dict[str, object]:
    code, name = needed("code", fields.code), needed("name", fields.name)
    values: dict[str, object] = {"price": int(fields.price), "cost": fields.cost}
    for field in ("reorder_point", "reorder_quantity", "weight_g"):
        values[field] = getattr(fields, field)
    for field, number in values.items():
        if isinstance(number, int):
            check_range(field, number, 0)
    return values | {
        "code": code,
        "code_fold": fold(code),
        "name": name,
        "initials": initials_of(name),
        "kind": fields.kind.value,
        "unit": clean(fields.unit) or "each",
        "tax_class": clean(fields.tax_class) or "standard",
        "category": clean(fields.category),
        "note": clean_lines(fields.note),
    }


def _same_code(connection: Connection, values: dict[str, object], item_id: int) -> tuple[str, ...]:
    alike = select(Item.code).where(Item.code_fold == values["code_fold"], Item.id != item_id)
    others = tuple(connection.execute(alike).scalars())
    if values["code"] in others:
        raise CodeTaken(str(values["code"]))
    return others


def _check_kind(connection: Connection, command: ChangeItem) -> None:
    used = KitPart.part_id if command.kind is ItemKind.KIT else KitPart.kit_id
    if connection.execute(select(used).where(used == command.item_id).limit(1)).first():
        raise KindFixed(command.code)


def _packs_of(connection: Connection, item_id: int) -> dict[str, int]:
    found = connection.execute(select(Pack.name, Pack.id).where(Pack.item_id == item_id))
    return {name: pack_id for name, pack_id in found}  # noqa: C416 - rows are no pairs to mypy


def _write_packs(
    connection: Connection, item_id: int, packs: Sequence[PackEntry]
) -> dict[str, int]:
    wanted = {clean(pack.name): pack.quantity for pack in packs}
    refuse_repeats("pack", [clean(pack.name) for pack in packs])
    known = _packs_of(connection, item_id)
    for gone in known.keys() - wanted.keys():
        if connection.execute(select(Barcode.id).where(Barcode.pack_id == known[gone])).first():
            raise PackInUse(gone)
        connection.execute(delete(Pack).where(Pack.id == known[gone]))
    for line, (name, quantity) in enumerate(wanted.items(), 1):
        needed("pack", name)
        check_range("quantity", quantity, 1, line)
        if name in known:
            connection.execute(update(Pack).where(Pack.id == known[name]).values(quantity=quantity))
        else:
            connection.execute(insert(Pack).values(item_id=item_id, name=name, quantity=quantity))
    return _packs_of(connection, item_id)


def _write_barcodes(
    connection: Connection, item_id: int, barcodes: Sequence[BarcodeEntry], packs: dict[str, int]
) -> tuple[BarcodeFinding, ...]:
    rows = []
    for entry in barcodes:
        pack = clean(entry.pack)
        if pack and pack not in packs:
            raise NotFound(N_("pack"), pack)
        code = needed("barcode", "".join(clean(entry.code).split())).upper()
        rows.append({"item_id": item_id, "code": code, "pack_id": packs.get(pack)})
    codes = [str(row["code"]) for row in rows]
    refuse_repeats("barcode", codes)
    if not rows:
        return ()
    taken = connection.execute(
        select(Barcode.code, Item.code)
        .join(Item, Item.id == Barcode.item_id)
        .where(Barcode.code.in_(codes), Barcode.item_id != item_id)
        .limit(1)
    ).first()
    if taken is not None:
        raise BarcodeTaken(*taken)
    with taken_means(BarcodeTaken(", ".join(codes), "")):
        connection.execute(insert(Barcode), rows)
    return tuple(finding for code in codes if (finding := barcode_finding(code)))
