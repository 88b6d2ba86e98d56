"""What the palette offers: the page's own buttons, actions, pages, orders, customers, items."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton, QWidget

from app.core.errors import NotAllowed
from app.core.finder import Finder
from app.core.messages import _
from app.core.permissions import Right, may
from app.core.reading.spans import Span
from ui.kit.context import Context, Page
from ui.kit.parts import keys_text
from ui.shell.actions import ACTIONS
from ui.shell.finding.choices import Choice, Recent, fitting
from ui.shell.pages import PageSpec

_MOST = 14
_RECORDS = 6
_TAG = "palette orders"
_KINDS = "#@="


class Frame(Protocol):
    """What the window lends to the palette."""

    @property
    def page_id(self) -> str:
        """Give the page in front."""

    def page(self, page_id: str) -> Page | None:
        """Give a page that was shown before."""

    def go(self, page: str, **where: object) -> None:
        """Show a page."""


class Offers:
    """Everything that can be found; orders are read in the background and come a moment later."""

    def __init__(
        self,
        context: Context,
        frame: Frame,
        actions: dict[str, QAction],
        places: Sequence[PageSpec],
    ) -> None:
        """Offer a window's actions and places, and the records of its desk."""
        self._context, self._frame = context, frame
        person = context.desk.person
        self._recent = Recent(context.kept, person.person_id if person is not None else 0)
        self._frames = [
            *_of_actions(actions, partial(refusal, context)),
            *_of_places(actions, places, partial(refusal, context)),
        ]

    def matches(self, text: str) -> list[Choice]:
        """Give what a text may mean, best first; nothing typed gives what was used last."""
        kind, rest = (text[0], text[1:]) if text[:1] and text[0] in _KINDS else ("", text)
        recent = self._recent.ids()
        found = [] if kind else fitting(self._choices(), text, recent)
        lookup = self._context.lookup
        if rest.strip() and kind in ("", "@"):
            go = partial(self._go, "customers", "customer_id")
            found += _records(lookup.customers, rest, _("Customer"), go)
        if rest.strip() and kind in ("", "="):
            found += _records(lookup.items, rest, _("Item"), partial(self._go, "stock", "item_id"))
        return found[:_MOST]

    def _choices(self) -> list[Choice]:
        """Give the actions that can be taken now; a page still being read may have more soon."""
        known = {one.text for one in self._frames}
        page = self._frame.page(self._frame.page_id)
        pages = [one for one in page_choices(page) if one.text not in known]
        switches = [one for one in pages if one.hint == _("Filter")]
        return [*(one for one in pages if one not in switches), *self._frames, *switches]

    def orders(self, text: str, show: Callable[[Sequence[Choice]], None]) -> None:
        """Look up orders by number; `show` gets them, unless something newer was asked."""
        rest = text.removeprefix("#").strip()
        if text[:1] in ("@", "=") or not any(letter.isdigit() for letter in rest):
            return
        from app.orders.queries import order_page

        def tell(rows: Sequence[object]) -> None:
            show([self._order(row) for row in rows])

        self._context.tasks.read(
            order_page, text=rest, span=Span(limit=_RECORDS), done=tell, tag=_TAG
        )

    def taken(self, choice: Choice) -> None:
        """Remember that a choice was taken."""
        self._recent.note(choice.choice_id)

    def _order(self, row: object) -> Choice:
        order_id = getattr(row, "order_id")  # noqa: B009 - the row's class loads the library
        text = "{name}  {customer}".format_map(vars(row))
        return Choice(text, _("Order"), partial(self._go, "orders", "order_id", order_id))

    def _go(self, page: str, field: str, record_id: int) -> None:
        self._frame.go(page, **{field: record_id})


def refusal(context: Context, right: Right | None) -> str:
    """Say why the person signed in may not do this; empty when they may."""
    person = context.desk.person
    if right is None or person is None or may(person.role, right):
        return ""
    return NotAllowed(right, person.role).message()


def keys_of(action: QAction) -> str:
    """Give the keys of an action as they are called here."""
    return keys_text(action.shortcut())


def _of_actions(
    actions: dict[str, QAction], refused: Callable[[Right | None], str]
) -> Iterator[Choice]:
    for spec in ACTIONS:
        if spec.action_id == "palette":
            continue
        action = actions[spec.action_id]
        yield Choice(
            action.text().replace("&", ""),
            "",
            action.trigger,
            choice_id=spec.action_id,
            keys=keys_of(action),
            reason=refused(spec.right),
        )


def _of_places(
    actions: dict[str, QAction],
    places: Iterable[PageSpec],
    refused: Callable[[Right | None], str],
) -> Iterator[Choice]:
    for spec in places:
        action = actions[f"page_{spec.page_id}"]
        words = _(spec.words) if spec.words else ""
        yield Choice(
            _(spec.title),
            words or _("Page"),
            action.trigger,
            words=words,
            choice_id=f"page_{spec.page_id}",
            keys=keys_of(action),
            reason=refused(spec.right),
        )


def page_choices(page: Page | None) -> Iterator[Choice]:
    """Give what can be pressed on a page now, the usual next step first, and what menus hold."""
    if page is None:
        return
    buttons = page.findChildren(QAbstractButton)
    for one in sorted(buttons, key=lambda each: each.objectName() != "primary"):
        if not (isinstance(one, QPushButton | QToolButton) and _can_be_pressed(one)):
            continue
        menu: QMenu | None = one.menu()
        if menu is not None:
            for action in menu.actions():
                if action.text() and action.isEnabled() and action.isVisible():
                    name, _tab, shown = action.text().partition("\t")
                    keys = keys_of(action) or shown
                    yield _page_choice(name, action.trigger, keys, _("On this page"))
        elif one.accessibleName() or one.text():
            name = one.accessibleName() or one.text()
            hint = _("Filter") if one.isCheckable() else _("On this page")
            yield _page_choice(name, one.click, _keys_in_tip(one), hint)


def _page_choice(text: str, take: Callable[[], object], keys: str, hint: str) -> Choice:
    name = text.replace("&&", "\0").replace("&", "").replace("\0", "&")
    return Choice(name, hint, take, keys=keys)


def _can_be_pressed(one: QWidget) -> bool:
    return one.isVisible() and one.isEnabled() and one.focusPolicy().value != 0


def _keys_in_tip(one: QAbstractButton) -> str:
    _name, opened, rest = one.toolTip().rpartition(" (")
    return rest.removesuffix(")") if opened and rest.endswith(")") else ""


def _records(finder: Finder, text: str, hint: str, go: Callable[[int], None]) -> Iterator[Choice]:
    for one in finder.find(text, limit=_RECORDS):
        entry = one.entry
        yield Choice(f"{entry.code}  {entry.name}", hint, partial(go, entry.entry_id))
