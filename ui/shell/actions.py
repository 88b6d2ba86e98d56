"""Every action of the frame, declared once: id, text, keys, icon."""

from dataclasses import dataclass

from app.core.messages import N_
from app.core.permissions import Right


@dataclass(frozen=True)
class ActionSpec:
    """One action; `text` is a message id, `menu` the menu it stands in, `right` what it needs."""

    action_id: str
    text: str
    keys: str = ""
    icon: str = ""
    menu: str = "file"
    right: Right | None = None


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_order", N_("New order"), "Ctrl+N", "phone-call", right=Right.TAKE_ORDERS),
    ActionSpec("import", N_("Import a file…"), "Ctrl+I", "upload", right=Right.IMPORT),
    ActionSpec("quit", N_("Quit"), "Ctrl+Q", "log-out"),
    ActionSpec("palette", N_("Find anything"), "Ctrl+K", "search", "view"),
    ActionSpec("undo", N_("Undo"), "Ctrl+Z", "undo-2", "edit"),
    ActionSpec("refresh", N_("Read again"), "F5", "refresh-cw", "view"),
    ActionSpec("theme", N_("Light or dark"), "Ctrl+Shift+L", "moon", "view"),
    ActionSpec("larger", N_("Larger"), "Ctrl++", "zoom-in", "view"),
    ActionSpec("smaller", N_("Smaller"), "Ctrl+-", "zoom-out", "view"),
    ActionSpec("help", N_("What can I do here?"), "F1", "circle-help", "help"),
    ActionSpec("keys", N_("Keyboard shortcuts"), "Ctrl+/", "keyboard", "help"),
    ActionSpec("about", N_("About Tallydesk"), "", "info", "help"),
)
MENUS: dict[str, str] = {
    "file": N_("&File"),
    "edit": N_("&Edit"),
    "view": N_("&View"),
    "go": N_("&Go"),
    "help": N_("&Help"),
}
_LISTS = ("orders", "stock", "customers", "items")
PAGE_KEYS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("new_order",), "Ctrl+Enter", N_("Save and confirm the order")),
    (("new_order",), "Ctrl+S", N_("Save the order as a draft")),
    (("new_order",), "Ctrl+R", N_("Repeat the customer's last order")),
    (("new_order",), "Alt+1 … Alt+9", N_("Add a usual item")),
    (("new_order",), "*5", N_("Set the quantity of the last line")),
    (("new_order",), "F4", N_("Change price or discount of a line")),
    (("new_order",), "F8", N_("Choose what happens when there is too little")),
    (("new_order",), "F9", N_("Park this call and start another")),
    (("new_order",), "Ctrl+Tab", N_("Go to the next call that waits")),
    (("new_order",), "Ctrl+D", N_("Show or hide the order's further fields")),
    (("new_order",), "Ctrl+Shift+Z", N_("Take the last undo back")),
    (("new_order",), "Delete", N_("Remove the chosen line (also Ctrl+Delete)")),
    (("new_order",), "F6", N_("Go to the line that adds items")),
    (("new_order",), "Ctrl+Shift+Backspace", N_("Discard the order being typed")),
    (("orders",), "Ctrl+Enter", N_("Take the order's next step")),
    (("orders",), "Ctrl+Shift+Enter", N_("Take the step beside it")),
    (("orders",), "Ctrl+A", N_("Choose all orders of the list")),
    (("orders",), "Ctrl+H", N_("Put the order on hold")),
    (("orders",), "Delete", N_("Discard the chosen draft (also Ctrl+Delete)")),
    (("orders",), "Ctrl+E", N_("Change the order")),
    (("orders",), "Ctrl+P", N_("Print")),
    (_LISTS, "Ctrl+F", N_("Find on this page")),
    (_LISTS, "F6", N_("Go to the other half of the page")),
    (_LISTS, "Ctrl+End", N_("Go to the last one, however many there are")),
    ((), "Esc", N_("Close the list, then leave the field")),
)
"""Keys that belong to pages (none named: to all), for help and the overview."""
