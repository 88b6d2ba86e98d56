"""The words of the command line: subcommands, their options and what each is for."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from typing_extensions import override

from app import __version__
from app.core.errors import ExitCode
from app.core.messages import LANGUAGES, _
from app.exchange.columns.fields import Kind
from app.exchange.preview.choices import How, Opening
from app.fulfilment.states import RECEIVED_HOW
from app.orders.states import LABELS

Subcommands = Any
EXPORT_NAMES = ("customers", "items", "stock", "orders")
REPORT_NAMES = ("sales-by-day", "low-stock")


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, or as JSON when that was asked for anywhere."""

    words: Sequence[str] = ()

    def __init__(self, **more: Any) -> None:
        """Take only whole words: what a script says today must not mean something else later."""
        super().__init__(**more, allow_abbrev=False)

    @override
    def error(self, message: str) -> NoReturn:
        """Stop with the exit code for wrong usage."""
        said = _("{message}; see {program} --help").format(message=message, program=self.prog)
        if "--json" in self.words:
            value = {"ok": False, "error": "WrongUse", "message": said, "exit": 2}
            said = json.dumps(value, ensure_ascii=False)
        sys.stderr.write(said + "\n")
        sys.exit(int(ExitCode.USAGE))


def parser_of(words: Sequence[str]) -> Parser:
    """Build the parser for these words; options of all subcommands may stand before or after."""
    Parser.words = words
    parser = Parser(prog="tallydesk", description=_("Tallydesk without a window."))
    _add_shared(parser, first=True)
    parser.add_argument("--version", action="version", version=f"Tallydesk {__version__}")
    subcommands = parser.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")
    for declare in (_init, _about, _order, _ship, _receive, _import, _export, _report, _slip):
        declare(subcommands)
    return parser


def _add_shared(parser: argparse.ArgumentParser, *, first: bool = False) -> None:
    """Declare what every subcommand knows; the later word wins over the earlier one."""
    unset = None if first else argparse.SUPPRESS
    text = _("a desk's file, or a server's address (without it: the one opened last)")
    parser.add_argument("--desk", default=unset, help=text)
    parser.add_argument(
        "--profile", default=unset, metavar="DIR", help=_("folder of the usual desk")
    )
    parser.add_argument(
        "--passphrase-file", default=unset, metavar="FILE", help=_("file with the passphrase")
    )
    parser.add_argument("--person", default=unset, metavar="NAME", help=_("who works"))
    parser.add_argument(
        "--today", default=unset, type=_day, metavar="DATE", help=_("work as if today were DATE")
    )
    parser.add_argument("--lang", default=unset, choices=LANGUAGES, help=_("language of answers"))
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if first else argparse.SUPPRESS,
        help=_("answers and failures as JSON"),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("a date such as 2026-11-24 is expected")) from error


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        raise argparse.ArgumentTypeError(_("a whole number is expected"))
    return int(text)


def _add(subcommands: Subcommands, name: str, run: str, text: str) -> argparse.ArgumentParser:
    """Declare a subcommand; `run` names its module and function, loaded only when it is chosen."""
    parser: argparse.ArgumentParser = subcommands.add_parser(name, help=text, description=text)
    _add_shared(parser)
    parser.set_defaults(run=run)
    return parser


def _init(subcommands: Subcommands) -> None:
    parser = _add(subcommands, "init", "desks.init", _("make a new desk"))
    parser.add_argument("--owner", default="Owner", help=_("name of the owner"))
    parser.add_argument("--shop", default="", help=_("name of the shop"))
    parser.add_argument("--currency", default="GBP", help=_("currency (ISO 4217)"))
    parser.add_argument("--country", default="GB", help=_("country for phones and addresses"))
    parser.add_argument("--zone", default="Europe/London", help=_("time zone of the warehouse"))


def _about(subcommands: Subcommands) -> None:
    _add(subcommands, "info", "desks.info", _("say what a desk is and holds"))
    _add(subcommands, "check", "desks.check", _("prove that ledger, stock and orders add up"))


def _order(subcommands: Subcommands) -> None:
    text = _("place, list and show orders")
    actions = subcommands.add_parser("order", help=text, description=text).add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    place = _add(actions, "place", "placing.place", _("place orders, one JSON object a line"))
    place.add_argument(
        "--from", dest="source", required=True, metavar="FILE", help=_("a file, or - for stdin")
    )
    listed = _add(actions, "list", "orders.listed", _("list orders, newest first"))
    listed.add_argument("--state", action="append", choices=tuple(LABELS), help=_("only these"))
    listed.add_argument("--customer", metavar="NUMBER", help=_("only this customer's"))
    listed.add_argument("--text", help=_("number, reference or customer's name"))
    listed.add_argument("--before", metavar="ORDER", help=_("only older ones"))
    listed.add_argument(
        "--limit", type=_count, default=50, help=_("how many; 0 gives all (default 50)")
    )
    show = _add(actions, "show", "orders.shown", _("show orders whole"))
    show.add_argument("orders", nargs="+", metavar="ORDER")


def _ship(subcommands: Subcommands) -> None:
    parser = _add(subcommands, "ship", "goods.ship", _("ship what orders have reserved"))
    parser.add_argument("orders", nargs="+", metavar="ORDER")
    parser.add_argument("--carrier")
    parser.add_argument("--tracking")
    _add_id(parser)


def _receive(subcommands: Subcommands) -> None:
    text = _("record that orders arrived, or with --item book goods in")
    parser = _add(subcommands, "receive", "goods.receive", text)
    parser.add_argument("orders", nargs="*", metavar="ORDER")
    parser.add_argument("--by", metavar="NAME", help=_("who received it"))
    parser.add_argument("--how", choices=RECEIVED_HOW, default="told", help=_("how it is known"))
    parser.add_argument("--item", metavar="CODE", help=_("goods that came in"))
    parser.add_argument("--qty", dest="quantity", type=_count, help=_("how many came in"))
    parser.add_argument("--bin", help=_("where they are put"))
    parser.add_argument("--supplier", help=_("from whom"))
    _add_id(parser)


def _add_id(parser: argparse.ArgumentParser) -> None:
    text = _("an id of its own: the same id again does nothing twice")
    parser.add_argument("--id", metavar="UUID", help=text)


def _import(subcommands: Subcommands) -> None:
    parser = _add(subcommands, "import", "files.bring_in", _("import a file, whole and once"))
    kinds = tuple(kind.value for kind in Kind if kind is not Kind.ORDER_HEADS)
    parser.add_argument("kind", choices=kinds)
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("lines, and a file of heads"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what it would do"))
    parser.add_argument(
        "--how", choices=tuple(map(str, How)), default=How.OPEN, help=_("orders come in as")
    )
    parser.add_argument(
        "--opening",
        choices=tuple(map(str, Opening)),
        default=Opening.LEAST,
        help=_("stock for history"),
    )
    parser.add_argument("--decide", action="append", metavar="FINDING=ACTION")
    parser.add_argument(
        "--suggested", action="store_true", help=_("answer open questions as suggested")
    )
    parser.add_argument("--map", action="append", metavar="FIELD=COLUMN")
    parser.add_argument("--encoding", help=_("instead of the one found"))
    parser.add_argument("--separator", help=_("instead of the one found"))
    parser.add_argument("--sheet", help=_("sheet of a workbook"))
    parser.add_argument("--leave-out", action="store_true", help=_("leave bad rows out"))
    parser.add_argument("--update", action="store_true", help=_("change what is known already"))
    parser.add_argument("--again", action="store_true", help=_("take what is new in a known file"))
    parser.add_argument("--bad-rows", metavar="FILE", help=_("save bad rows with reasons"))
    _add_id(parser)


def _export(subcommands: Subcommands) -> None:
    parser = _add(subcommands, "export", "files.send_out", _("write a table as CSV or workbook"))
    parser.add_argument("kind", choices=EXPORT_NAMES)
    parser.add_argument("--out", required=True, metavar="FILE", help=_("ends in .csv or .xlsx"))


def _report(subcommands: Subcommands) -> None:
    parser = _add(
        subcommands, "report", "papers.report", _("write a report as PDF, CSV or workbook")
    )
    parser.add_argument("name", choices=REPORT_NAMES)
    parser.add_argument("--out", required=True, metavar="FILE")
    parser.add_argument("--first", type=_day, metavar="DATE", help=_("first day"))
    parser.add_argument("--last", type=_day, metavar="DATE", help=_("last day"))


def _slip(subcommands: Subcommands) -> None:
    parser = _add(subcommands, "slip", "papers.slip", _("write packing slips into one PDF"))
    parser.add_argument("orders", nargs="+", metavar="ORDER")
    parser.add_argument("--out", required=True, metavar="FILE.pdf")
