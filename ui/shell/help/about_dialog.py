"""What this program is made of, to read and to copy."""

from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from app.core.messages import _
from app.versions import versions
from ui.kit.parts import button, label


class AboutDialog(QDialog):
    """Shows versions and licences."""

    def __init__(self, parent: QWidget) -> None:
        """Show them with a button to copy."""
        super().__init__(parent)
        self.setWindowTitle(_("About Tallydesk"))
        self.resize(480, 360)
        text = "\n".join(f"{name} {version}" for name, version in versions())
        licences = _(
            "Tallydesk is free software under the MIT licence. Icons: Lucide (ISC). "
            "Font: Noto Sans SC (OFL). Qt for Python is used under the LGPL."
        )
        shown = QPlainTextEdit(f"{text}\n\n{licences}")
        shown.setReadOnly(True)
        shown.setAccessibleName(_("Versions and licences"))
        layout = QVBoxLayout(self)
        layout.addWidget(label("Tallydesk", "title"))
        layout.addWidget(shown)
        copy = button(
            _("Copy"), lambda: QApplication.clipboard().setText(shown.toPlainText()), icon="copy"
        )
        layout.addWidget(copy)
