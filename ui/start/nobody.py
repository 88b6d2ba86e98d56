"""Stands in for the frame until it is built."""

from collections.abc import Callable


class Nobody:
    """A frame that is not there yet."""

    def go(self, page: str, **where: object) -> None:
        """Go nowhere yet."""

    def toast(
        self, text: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """Tell nobody yet."""

    def problem(self, error: Exception) -> None:
        """Raise: nobody can be told yet."""
        raise error

    def title(self, text: str) -> None:
        """Have no title yet."""

    def speak(self, language: str) -> None:
        """Say nothing yet."""

    def show_paper(self, name: str, make: Callable[[], bytes]) -> None:
        """Show nothing yet."""
