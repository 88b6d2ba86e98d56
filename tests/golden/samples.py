"""One value of every paper, with Latin, simplified and traditional Chinese in it."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from app.documents.order_confirmation import (
    OrderConfirmation,
    OrderConfirmationLine,
    TaxLine,
    order_confirmations,
)
from app.documents.packing_slip import PackingSlip, PackingSlipLine, packing_slips
from app.documents.page import Shop
from app.documents.pick_list import PickLine, PickList, pick_lists
from app.documents.recovery_sheet import RecoverySheet, recovery_sheet
from app.documents.report import Report, ReportColumn, report
from app.reports.charts import Chart, Series

SHOP = Shop(
    "Harbour Lane Supplies Ltd",
    "14 Harbour Lane\nBristol BS1 4QA\nUnited Kingdom",
    "+44 117 496 0123 · orders@harbour-lane.example",
)

SLIP = PackingSlip(
    shop=SHOP,
    order_number="SO-000131",
    shipment_number="SH-000131",
    customer_name="上海晨光文具股份有限公司",
    customer_number="C0042",
    ship_to="仓库三号门\n上海市奉贤区金钱公路3469号\n201406 上海",
    phone="+86 21 5747 4488",
    reference="PO 2026-11/774",
    order_date="20 November 2026",
    ship_date="23 November 2026",
    carrier="DHL Express",
    tracking="JD014600003SE",
    packages=2,
    remark="Please ring the bell at gate 3. 请在三号门按铃。",
    version=2,
    reprint=True,
    lines=(
        PackingSlipLine(
            position=1, code="85123A", item="White hanging heart T-light holder", ordered=12,
            shipped=12, unit="pcs", remark="Lot 2026-10-A",
        ),
        PackingSlipLine(
            position=2, code="DIN934-M12", item="黄铜六角螺母 M12（带法兰）", ordered=400,
            shipped=300, back_ordered=100, unit="pcs",
        ),
        PackingSlipLine(
            position=3, code="84879", item="不鏽鋼螺絲 M8", ordered=36, shipped=36, unit="pcs",
        ),
        PackingSlipLine(
            position=4, code="22423", item="Łódź crème brûlée set", ordered=6, shipped=6,
            unit="box",
        ),
    ),
)  # fmt: skip

CONFIRMATION = OrderConfirmation(
    shop=SHOP,
    order_number="SO-000131",
    customer_name="Müller & Søn Großhandel GmbH",
    bill_to="Lindenstraße 12\n20099 Hamburg",
    ship_to="Kanalweg 3\n24103 Kiel",
    ship_to_name="Lager Nord",
    customer_number="C0042",
    reference="PO 2026-11/774",
    order_date="20 November 2026",
    due_date="24 November 2026",
    terms="30 days net",
    subtotal="£471.00",
    discount="−£23.55",
    freight="£12.50",
    taxes=(TaxLine(label="VAT 20 %", amount="£91.99"),),
    total="£551.94",
    lines=(
        OrderConfirmationLine(
            position=1, code="85123A", item="White hanging heart T-light holder", quantity=120,
            unit="pcs", price="£2.55", amount="£306.00",
        ),
        OrderConfirmationLine(
            position=2, code="DIN934-M12", item="黄铜六角螺母 M12", quantity=400, unit="pcs",
            price="£0.4342", discount="5 %", amount="£165.00",
        ),
    ),
)  # fmt: skip

PICKS = PickList(
    shop=SHOP,
    order_number="SO-000131",
    shipment_number="SH-000131",
    customer_name="上海晨光文具股份有限公司",
    due_date="24 November 2026",
    lines=(
        PickLine(bin="A-10", code="85123A", item="T-light holder", quantity=12, unit="pcs"),
        PickLine(bin="B-1", code="M12", item="黄铜六角螺母", quantity=400, lot="2026-10-A"),
        PickLine(bin="A-2", code="22423", item="Cakestand", quantity=24, barcode="4006381333931"),
    ),
)

RECOVERY = RecoverySheet(
    shop=SHOP,
    key_text="AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO-B4IB-CEQT-CQKR-MFYY-DENB-WHA5-DYP6-2KJR",
    made_on="22 November 2026",
    desk_name="harbour-lane.tally",
)

REPORT = Report(
    shop=SHOP,
    title="Sales by day",
    parameters="16 to 20 November 2026 · all customers",
    columns=(ReportColumn("Day"), ReportColumn("Orders", "right"), ReportColumn("Sales", "right")),
    rows=tuple((f"{day} Nov 2026", str(day % 7), f"£{day * 37}.00") for day in range(16, 21)),
    totals=("Total", "20", "£3,330.00"),
    made_on="22 November 2026",
    chart=Chart(
        "bars",
        "Sales a day",
        tuple(f"{day} Nov" for day in range(16, 21)),
        (Series("Sales", tuple(float(day * 37) for day in range(16, 21))),),
        "GBP",
        "Sales rise from £592 on 16 November to £740 on 20 November.",
    ),
)


def papers() -> dict[str, bytes]:
    """Print every sample: name of the paper and its PDF."""
    return {
        "packing_slip": packing_slips([SLIP]),
        "order_confirmation": order_confirmations([CONFIRMATION]),
        "pick_list": pick_lists([PICKS]),
        "recovery_sheet": recovery_sheet(RECOVERY),
        "report": report(REPORT),
    }


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Name the fonts of a PDF and tell of each whether it is embedded."""
    resources: list[Any] = [page["/Resources"] for page in PdfReader(BytesIO(pdf)).pages]
    fonts = [font.get_object() for found in resources for font in found["/Font"].values()]
    return {str(font["/BaseFont"]): "/FontFile2" in font["/FontDescriptor"] for font in fonts}
