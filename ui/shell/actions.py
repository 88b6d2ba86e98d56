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
PAGE_KEYS: tuple[tuple[str, str], ...] = (
    ("Ctrl+Enter", N_("Save and confirm the order")),
    ("Ctrl+S", N_("Save the order as a draft")),
    ("Ctrl+R", N_("Repeat the customer's last order")),
    ("Alt+1 … Alt+9", N_("Add a usual item")),
    ("*5", N_("Set the quantity of the last line")),
    ("F4", N_("Change price or discount of a line")),
    ("F8", N_("Choose what happens when there is too little")),
    ("F9", N_("Park this call and start another")),
    ("Ctrl+Tab", N_("Go to the next parked call")),
    ("Ctrl+Shift+Backspace", N_("Discard the order being typed")),
    ("Ctrl+Enter", N_("Take the next step with the order in front")),
    ("Ctrl+Shift+Enter", N_("Take the step beside it")),
    ("Ctrl+E", N_("Change the order in front")),
    ("Ctrl+H", N_("Put the order in front on hold")),
    ("Ctrl+P", N_("Print")),
    ("Ctrl+F", N_("Find on this page")),
    ("F6", N_("Go to the other half of the page")),
    ("Esc", N_("Close the list, then leave the field")),
)
"""Keys that belong to pages, for the overview."""
