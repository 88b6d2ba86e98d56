"""What is known of senders, as data: how to recognise their files and what their columns hold."""

from dataclasses import dataclass, field

from app.core.messages import N_
from app.exchange.columns.fields import Kind
from app.exchange.columns.mapping import Mapping, bare
from app.exchange.settings import RuleSettings


@dataclass(frozen=True)
class PackedItems:
    """Items packed into cells of one row per order.

    `column` is how the columns' names begin; a cell's parts stand between `separator`, each
    part being a field and the mark in front of its text.
    """

    column: str
    separator: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Profile:
    """One sender: `signature` are bare column names that only its files have together.

    `columns` maps fields to column names (bare); what it leaves out is not mapped.
    `stand_in` names the service item for orders that come without lines.
    `states` maps the sender's words to open, done or cancelled.
    """

    name: str
    title: str
    kind: Kind
    signature: tuple[str, ...]
    columns: dict[str, str]
    number_prefix: str = ""
    order_on_first_line: bool = False
    packed: PackedItems | None = None
    stand_in: str = ""
    states: dict[str, str] = field(default_factory=dict)
    rules: RuleSettings = field(default_factory=RuleSettings)

    def mapping(self, header: tuple[str, ...]) -> Mapping:
        """Map this profile's fields to the names as they stand in a file."""
        names = {bare(name): name for name in reversed(header)}
        return {name: names[column] for name, column in self.columns.items() if column in names}


_RETAIL_RULES = RuleSettings(
    return_numbers=r"C.*",
    reject_numbers=r"A.*",
    stock_codes=r"\d{5}[A-Za-z]{0,2}",
    note_names=r"[^A-Z]+",
)
_RETAIL = {
    "order_number": "invoiceno",
    "item_code": "stockcode",
    "item_name": "description",
    "quantity": "quantity",
    "ordered_on": "invoicedate",
    "price": "unitprice",
    "customer_code": "customerid",
    "ship_country": "country",
}
_SHIP = {
    "ship_name": "shipname",
    "ship_street": "shipaddress",
    "ship_city": "shipcity",
    "ship_region": "shipregion",
    "ship_postcode": "shippostalcode",
    "ship_country": "shipcountry",
}

PROFILES: tuple[Profile, ...] = (
    Profile(
        "retail",
        N_("Invoice lines of a wholesaler"),
        Kind.ORDERS,
        ("invoiceno", "stockcode", "unitprice"),
        _RETAIL,
        rules=_RETAIL_RULES,
    ),
    Profile(
        "retail2",
        N_("Invoice lines of a wholesaler (workbook)"),
        Kind.ORDERS,
        ("invoice", "stockcode", "price"),
        {**_RETAIL, "order_number": "invoice", "price": "price"},
        rules=_RETAIL_RULES,
    ),
    Profile(
        "northwind-orders",
        N_("Northwind: orders (needs the order details beside it)"),
        Kind.ORDER_HEADS,
        ("orderid", "employeeid", "shippeddate", "shipvia"),
        {
            "order_number": "orderid",
            "customer_code": "customerid",
            "ordered_on": "orderdate",
            "due_on": "requireddate",
            "shipped_on": "shippeddate",
            "freight": "freight",
            **_SHIP,
        },
    ),
    Profile(
        "northwind-details",
        N_("Northwind: order details (needs the orders beside it)"),
        Kind.ORDERS,
        ("orderid", "productid", "unitprice", "discount"),
        {
            "order_number": "orderid",
            "item_code": "productid",
            "price": "unitprice",
            "quantity": "quantity",
            "discount": "discount",
        },
    ),
    Profile(
        "tmall",
        N_("Tmall order report"),
        Kind.ORDER_HEADS,
        ("订单编号", "总金额", "买家实际支付金额", "退款金额"),
        {
            "order_number": "订单编号",
            "order_total": "总金额",
            "paid": "买家实际支付金额",
            "ship_region": "收货地址",
            "ordered_on": "订单创建时间",
            "paid_on": "订单付款时间",
            "refunded": "退款金额",
        },
        stand_in="TMALL",
        rules=RuleSettings(stock_codes="(?!TMALL$).*"),
    ),
    Profile(
        "taobao",
        N_("Taobao order export"),
        Kind.ORDER_HEADS,
        ("订单编号", "买家会员名", "订单状态", "宝贝标题"),
        {
            "order_number": "订单编号",
            "customer_code": "买家会员名",
            "order_total": "总金额",
            "paid": "买家实际支付金额",
            "state_word": "订单状态",
            "order_note": "买家留言",
            "ship_name": "收货人姓名",
            "ship_street": "收货地址",
            "ship_phone": "联系手机",
            "ordered_on": "订单创建时间",
            "paid_on": "订单付款时间",
        },
        stand_in="TAOBAO",
        rules=RuleSettings(stock_codes="(?!TAOBAO$).*"),
        states={"交易成功": "done", "等待买家付款": "open", "交易关闭": "cancelled"},
    ),
    Profile(
        "shopify",
        N_("Shopify order export"),
        Kind.ORDERS,
        ("name", "financialstatus", "lineitemquantity", "lineitemsku"),
        {
            "order_number": "name",
            "customer_code": "email",
            "customer_name": "billingcompany",
            "ordered_on": "createdat",
            "shipped_on": "fulfilledat",
            "paid_on": "paidat",
            "freight": "shipping",
            "order_total": "total",
            "state_word": "fulfillmentstatus",
            "item_code": "lineitemsku",
            "item_name": "lineitemname",
            "quantity": "lineitemquantity",
            "price": "lineitemprice",
            "line_discount": "lineitemdiscount",
            "ship_name": "shippingname",
            "ship_street": "shippingaddress1",
            "ship_city": "shippingcity",
            "ship_region": "shippingprovince",
            "ship_postcode": "shippingzip",
            "ship_country": "shippingcountry",
            "ship_phone": "shippingphone",
            "order_note": "notes",
        },
        number_prefix="#",
        order_on_first_line=True,
        states={"fulfilled": "done", "unfulfilled": "open", "partial": "open", "": "open"},
    ),
    Profile(
        "woocommerce",
        N_("WooCommerce export, one row per order"),
        Kind.ORDERS,
        ("orderid", "ordershipping", "ordertotal", "orderitem1"),
        {
            "order_number": "orderid",
            "ordered_on": "date",
            "state_word": "status",
            "freight": "ordershipping",
            "order_total": "ordertotal",
            "customer_code": "customeruser",
            "customer_name": "billingcompany",
            "ship_name": "shippingcompany",
            "ship_street": "shippingaddress1",
            "ship_city": "shippingcity",
            "ship_region": "shippingstate",
            "ship_postcode": "shippingpostcode",
            "ship_country": "shippingcountry",
            "ship_phone": "billingphone",
            "order_note": "customernote",
        },
        packed=PackedItems(
            "orderitem",
            "|",
            (
                ("item_code", "product_id:"),
                ("quantity", ""),
                ("line_total", ""),
                ("item_name", "name: "),
            ),
        ),
        states={
            "completed": "done",
            "processing": "open",
            "on-hold": "open",
            "pending": "open",
            "cancelled": "cancelled",
            "refunded": "cancelled",
            "failed": "cancelled",
        },
    ),
)

GENERAL = Profile("", N_("Any sender"), Kind.ORDERS, (), {})


def profile_named(name: str) -> Profile:
    """Give a profile by name; an unknown one is the general profile."""
    return next((profile for profile in PROFILES if profile.name == name), GENERAL)


def recognise(header: tuple[str, ...]) -> Profile:
    """Find the sender whose signature a header has; the longest wins."""
    names = {bare(name) for name in header}
    fitting = [profile for profile in PROFILES if names.issuperset(profile.signature)]
    return max(fitting, key=lambda profile: len(profile.signature), default=GENERAL)
