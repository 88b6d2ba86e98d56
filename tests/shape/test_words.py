"""Texts reach the catalogues, and the catalogues keep what texts promise."""

import ast
import re

import pytest
from babel.messages.catalog import Catalog

from app.core.messages import _, language, set_language
from tests.shape.source import ROOT, parsed, python_files
from tests.support import words

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# Terms of the word list as they stand on screens: English, simplified, traditional.
TERMS = (
    ("Draft", "草稿", "草稿"),
    ("In review", "待审核", "待審核"),
    ("Confirmed", "已确认", "已確認"),
    ("On hold", "暂挂", "保留中"),
    ("Closed", "已关闭", "已結案"),
    ("Cancelled", "已取消", "已取消"),
    ("Shipped", "已发货", "已出貨"),
    ("Partly shipped", "部分发货", "部分出貨"),
    ("Back-order", "缺货待发", "缺貨待出"),
    ("Customer", "客户", "客戶"),
    ("Item", "商品", "商品"),
    ("Stock", "库存", "庫存"),
    ("On hand", "现有库存", "現有庫存"),
    ("Reserved", "已预留", "已預留"),
    ("Available", "可用库存", "可用庫存"),
    ("Barcode", "条形码", "條碼"),
    ("Price list", "价格表", "價目表"),
    ("Discount", "折扣", "折扣"),
    ("Supplier", "供应商", "供應商"),
    ("Packing slip", "装箱单", "裝箱單"),
    ("Pick list", "拣货单", "揀貨單"),
    ("Reorder point", "再订货点", "再訂購點"),
)


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    """Give what stands in the source now."""
    return words.extract()


@pytest.fixture(scope="module", params=words.TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """Give one language's catalogue as it lies in the tree."""
    name: str = request.param
    return words.read(words.catalogue_path(name), name)


def _ids(catalogue: Catalog) -> set[str | tuple[str, ...]]:
    return {
        one.id if isinstance(one.id, str) else tuple(one.id) for one in words.messages(catalogue)
    }


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def test_values_are_put_into_a_text_after_it_was_translated() -> None:
    mixed = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files()
        if path.relative_to(ROOT).parts[0] in {"app", "ui"}
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in words.KEYWORDS
        and any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in node.args[:2])
    ]
    assert mixed == []


def test_the_template_holds_the_texts_of_the_source(extracted: Catalog) -> None:
    kept = _ids(words.read(words.TEMPLATE))
    said = "run: python -m tests.support.words update"
    assert kept == _ids(extracted), said


def test_each_catalogue_knows_the_texts_of_the_template(catalogue: Catalog) -> None:
    assert _ids(catalogue) == _ids(words.read(words.TEMPLATE))


def test_a_translation_keeps_every_placeholder(catalogue: Catalog) -> None:
    """A text's one form stands for all its English forms, so it holds what the last one holds."""
    differing = [
        (one.id, form)
        for one in words.messages(catalogue)
        for form in _forms(one.string)
        if form
        and sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(_forms(one.id)[-1]))
    ]
    assert differing == []


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [one.id for one in words.messages(catalogue) if one.fuzzy] == []
    assert not catalogue.obsolete


def test_the_program_reads_what_the_translator_wrote(catalogue: Catalog) -> None:
    path = words.catalogue_path(str(catalogue.locale_identifier)).with_suffix(".mo")
    assert path.read_bytes() == words.compiled(catalogue)


def test_the_terms_of_the_word_list_are_translated_as_it_says(catalogue: Catalog) -> None:
    column = 1 if catalogue.locale_identifier == "zh_CN" else 2
    wanted = {term[0]: term[column] for term in TERMS if catalogue.get(term[0])}
    assert {term: _said(catalogue, term) for term in wanted} == wanted


def _said(catalogue: Catalog, term: str) -> str:
    found = catalogue.get(term)
    return str(found.string) if found else ""


def test_what_is_still_untranslated_is_counted(catalogue: Catalog) -> None:
    left = words.missing(catalogue)
    if left:
        print(f"{catalogue.locale_identifier}: {len(left)} of {len(catalogue)} untranslated")  # noqa: T201 - the count is what this test is for
    assert len(left) < len(catalogue) // 2


def test_choosing_a_language_changes_the_next_text() -> None:
    before = language()
    said = {}
    try:
        for name in ("en", *words.TRANSLATED):
            set_language(name)
            said[name] = _("Customers")
    finally:
        set_language(before)
    assert said == {"en": "Customers", "zh_CN": "客户", "zh_TW": "客戶"}
