"""Tests of the words the program is started with."""

from ui.__main__ import parser


def test_the_help_tells_which_desk_is_opened_when_none_is_named() -> None:
    told = " ".join(parser().format_help().split())
    assert "without it: the one opened last" in told
