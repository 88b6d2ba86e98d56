"""Saves an item step by step: its record first, then each list that changed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.catalog.commands import (
    AddItem,
    ChangeItem,
    PackEntry,
    SetBarcodes,
    SetKit,
    SetPacks,
    SetPrices,
    SetSubstitutes,
)
from app.catalog.handlers import (
    add_item,
    change_item,
    set_barcodes,
    set_kit,
    set_packs,
    set_prices,
    set_substitutes,
)
from app.catalog.handlers.saving import ItemSaved
from app.catalog.queries import ItemDetailRow
from app.core.command import Command
from ui.catalog.item_form import ItemTyped
from ui.kit.tasks import Tasks

Wish = tuple[Callable[..., ItemSaved], Command]


@dataclass(frozen=True)
class Step:
    """One command of a save: the list it is about, and how it is made of (item id, version)."""

    area: str
    make: Callable[[int, int], Wish]


def steps_of(typed: ItemTyped, known: ItemDetailRow | None) -> tuple[Step, ...]:
    """Give the commands that make an item what was typed, in an order that never gets stuck."""
    if known is None:
        first = Step("", lambda _id, _version: (add_item, _add(typed)))
        packs: tuple[Step, ...] = ()
    else:
        first = Step("", partial(_change, typed))
        packs = _packs_and_barcodes(typed, known)
    return (first, *packs, *_others(typed, known))


def _add(typed: ItemTyped) -> AddItem:
    return AddItem(**typed.fields, packs=typed.packs, barcodes=typed.barcodes)


def _change(typed: ItemTyped, item_id: int, version: int) -> Wish:
    return change_item, ChangeItem(**typed.fields, item_id=item_id, version=version)


def _packs_and_barcodes(typed: ItemTyped, known: ItemDetailRow) -> tuple[Step, ...]:
    """Let old and new packs stand together while the barcodes change over."""
    before = tuple(PackEntry(one.name, one.quantity) for one in known.packs)
    names = {pack.pack_id: pack.name for pack in known.packs}
    codes = tuple((one.code, names.get(one.pack_id or 0, "")) for one in known.barcodes)
    wanted = {pack.name for pack in typed.packs}
    leaving = tuple(pack for pack in before if pack.name not in wanted)
    made = []
    if set(before) != set(typed.packs):
        made.append(_set_packs((*typed.packs, *leaving)))
    if codes != tuple((one.code, one.pack) for one in typed.barcodes):
        made.append(
            Step(
                "barcodes",
                lambda one, version: (
                    set_barcodes,
                    SetBarcodes(item_id=one, version=version, barcodes=typed.barcodes),
                ),
            )
        )
    if leaving:
        made.append(_set_packs(typed.packs))
    return tuple(made)


def _set_packs(packs: tuple[PackEntry, ...]) -> Step:
    return Step(
        "packs",
        lambda one, version: (set_packs, SetPacks(item_id=one, version=version, packs=packs)),
    )


def _others(typed: ItemTyped, known: ItemDetailRow | None) -> tuple[Step, ...]:
    prices = [(one.least_quantity, one.price, one.price_list_id) for one in typed.prices]
    parts = [(one.part_id, one.quantity) for one in typed.parts]
    breaks = known.breaks if known else ()
    before = [(one.least_quantity, one.price, one.price_list_id) for one in breaks]
    parts_before = [(one.item_id, one.quantity) for one in known.parts] if known else []
    substitutes = tuple(one.item_id for one in known.substitutes) if known else ()
    made = []
    if sorted(prices, key=str) != sorted(before, key=str):
        made.append(
            Step(
                "prices",
                lambda one, version: (
                    set_prices,
                    SetPrices(item_id=one, version=version, prices=typed.prices),
                ),
            )
        )
    if parts and sorted(parts) != sorted(parts_before):
        made.append(
            Step(
                "parts",
                lambda one, version: (
                    set_kit,
                    SetKit(item_id=one, version=version, parts=typed.parts),
                ),
            )
        )
    if typed.substitutes != substitutes:
        made.append(
            Step(
                "substitutes",
                lambda one, version: (
                    set_substitutes,
                    SetSubstitutes(item_id=one, version=version, substitutes=typed.substitutes),
                ),
            )
        )
    return tuple(made)


class ItemSaving:
    """Runs the steps one after the other and stops at the first that is refused.

    `saved` gets (item id, version) after every step that was kept, so that the form goes on
    from there; `refused` gets the error and the list it is about.
    """

    def __init__(
        self,
        tasks: Tasks,
        steps: tuple[Step, ...],
        saved: Callable[[int, int], Any],
        done: Callable[[ItemSaved], Any],
        refused: Callable[[Exception, str], Any],
    ) -> None:
        """Prepare; `start` begins."""
        self._tasks, self._steps = tasks, list(steps)
        self._saved, self._done, self._refused = saved, done, refused

    def start(self, item_id: int, version: int) -> None:
        """Run the next step from what is known of the item."""
        step = self._steps.pop(0)
        handler, command = step.make(item_id, version)

        def landed(answer: ItemSaved) -> None:
            self._saved(answer.item_id, answer.version)
            if self._steps:
                self.start(answer.item_id, answer.version)
            else:
                self._done(answer)

        self._tasks.run(handler, command, landed, lambda error: self._refused(error, step.area))
