"""The fields each kind of import knows, how their texts are read, and the words for them."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_


class Kind(StrEnum):
    """What a file holds."""

    CUSTOMERS = "customers"
    ITEMS = "items"
    STOCK = "stock"
    ORDERS = "orders"
    ORDER_HEADS = "order_heads"


class Shape(StrEnum):
    """How the text of a field is read."""

    TEXT = "text"
    CODE = "code"
    QUANTITY = "quantity"
    NUMBER = "number"
    PRICE = "price"
    SHARE = "share"
    DAY = "day"
    YES_NO = "yes or no"


@dataclass(frozen=True)
class Field:
    """One field: its name in code, its English title (a message id), and its words.

    `words` are column names people and programs use, in lower case without spaces and signs.
    """

    name: str
    title: str
    shape: Shape
    words: tuple[str, ...]
    needed: bool = False


def _field(name: str, title: str, shape: Shape, words: str, *, needed: bool = False) -> Field:
    return Field(name, title, shape, tuple(words.split()), needed)


_ITEM_CODE = _field(
    "item_code",
    N_("Item code"),
    Shape.CODE,
    "stockcode itemcode itemno itemnumber item sku productid productcode productnumber product"
    " articleno article code lineitemsku 商品编码 商品编号 货号 产品编码 商品代码 商家编码 商品編號"
    " 商品編碼 貨號 品號 料號",
    needed=True,
)
_ITEM_NAME = _field(
    "item_name",
    N_("Item name"),
    Shape.TEXT,
    "description itemname productname name title lineitemname 商品名称 品名 商品标题 宝贝标题 名称"
    " 商品名稱 名稱 標題",
)
_ADDRESS = (
    _field(
        "ship_name",
        N_("Ship to: name"),
        Shape.TEXT,
        "shipname shippingname shippingcompany recipient consignee 收货人姓名 收货人 收件人 收貨人"
        " 收件人姓名",
    ),
    _field(
        "ship_street",
        N_("Ship to: street"),
        Shape.TEXT,
        "shipaddress shippingstreet shippingaddress1 deliveryaddress shipto 收货地址 送货地址"
        " 收貨地址 送貨地址",
    ),
    _field("ship_city", N_("Ship to: city"), Shape.TEXT, "shipcity shippingcity 收货城市 收貨城市"),
    _field(
        "ship_region",
        N_("Ship to: region"),
        Shape.TEXT,
        "shipregion shippingprovince shippingstate shipstate 收货省份 收貨省份",
    ),
    _field(
        "ship_postcode",
        N_("Ship to: postcode"),
        Shape.CODE,
        "shippostalcode shippingzip shippingpostcode shipzip 收货邮编 收貨郵遞區號",
    ),
    _field(
        "ship_country",
        N_("Ship to: country"),
        Shape.TEXT,
        "shipcountry shippingcountry country 国家 國家",
    ),
    _field(
        "ship_phone",
        N_("Ship to: phone"),
        Shape.CODE,
        "shippingphone shipphone 联系手机 联系电话 收货人电话 聯絡電話 聯絡手機",
    ),
)
_ORDER = (
    _field(
        "order_number",
        N_("Order number"),
        Shape.CODE,
        "invoiceno invoice invoicenumber orderno ordernumber orderid order number docno"
        " ordernumberformatted 订单编号 订单号 单号 销售单号 訂單編號 訂單號碼 單號",
        needed=True,
    ),
    _field(
        "ordered_on",
        N_("Order date"),
        Shape.DAY,
        "invoicedate orderdate orderedon createdat date ordercreated 订单创建时间 下单时间 下单日期"
        " 订单日期 日期 訂單日期 下單時間 下單日期 建立時間",
        needed=True,
    ),
    _field(
        "due_on",
        N_("Wanted on"),
        Shape.DAY,
        "requireddate duedate due requestedon neededby 要求日期 交货日期 要求交期 交貨日期",
    ),
    _field(
        "shipped_on",
        N_("Shipped on"),
        Shape.DAY,
        "shippeddate shippedon fulfilledat shipdate 发货时间 发货日期 出貨日期 發貨日期",
    ),
    _field(
        "customer_code",
        N_("Customer number"),
        Shape.CODE,
        "customerid customerno customernumber customercode customer client account customeruser"
        " accountno 客户编号 客户号 客户 会员名 买家会员名 客戶編號 客戶 客戶代號 買家帳號",
    ),
    _field(
        "customer_name",
        N_("Customer name"),
        Shape.TEXT,
        "customername clientname billingname billingcompany company companyname buyer"
        " 客户名称 买家姓名 客戶名稱 買家姓名",
    ),
    _field(
        "freight",
        N_("Freight charge"),
        Shape.PRICE,
        "freight shipping shippingcost ordershipping postage 运费 邮费 买家应付邮费 運費",
    ),
    _field("reference", N_("Customer's reference"), Shape.TEXT, "reference ponumber po 客户订单号"),
    _field(
        "state_word",
        N_("Order state"),
        Shape.TEXT,
        "status orderstatus state financialstatus 订单状态 状态 訂單狀態 狀態",
    ),
    _field(
        "paid_on",
        N_("Paid on"),
        Shape.DAY,
        "paidat paidon paymentdate 订单付款时间 付款时间 付款時間",
    ),
    _field(
        "order_total",
        N_("Order total"),
        Shape.PRICE,
        "total ordertotal grandtotal amountdue 总金额 订单金额 總金額 訂單金額",
    ),
    _field(
        "paid",
        N_("Amount paid"),
        Shape.PRICE,
        "paid amountpaid 买家实际支付金额 实付金额 实际支付 實付金額",
    ),
    _field("refunded", N_("Refunded"), Shape.PRICE, "refunded refundedamount 退款金额 退款金額"),
    _field("order_note", N_("Note"), Shape.TEXT, "note notes customernote 买家留言 备注 備註"),
    *_ADDRESS,
)
_LINE = (
    _ITEM_CODE,
    _ITEM_NAME,
    _field(
        "quantity",
        N_("Quantity"),
        Shape.QUANTITY,
        "quantity qty pieces units lineitemquantity count 数量 件数 宝贝总数量 數量 件數",
        needed=True,
    ),
    _field(
        "price",
        N_("Unit price"),
        Shape.PRICE,
        "unitprice price lineitemprice sellingprice 单价 价格 销售单价 單價 價格",
    ),
    _field("discount", N_("Discount (share)"), Shape.SHARE, "discount discountpercent 折扣"),
    _field(
        "line_discount",
        N_("Discount (amount)"),
        Shape.PRICE,
        "lineitemdiscount discountamount linediscount 优惠金额 優惠金額",
    ),
    _field("line_total", N_("Line total"), Shape.PRICE, "linetotal amount 金额 小计 金額 小計"),
)
_CUSTOMERS = (
    _field(
        "customer_code",
        N_("Customer number"),
        Shape.CODE,
        "customerid customerno customernumber customercode code number id account 客户编号 编号"
        " 客户号 客戶編號 編號 客戶代號",
        needed=True,
    ),
    _field(
        "customer_name",
        N_("Name"),
        Shape.TEXT,
        "companyname customername name company 客户名称 公司名称 名称 公司 客戶名稱 公司名稱 名稱",
        needed=True,
    ),
    _field("contact", N_("Contact"), Shape.TEXT, "contactname contact 联系人 聯絡人"),
    _field("phone", N_("Phone"), Shape.CODE, "phone telephone mobile tel 电话 手机 電話 手機"),
    _field("email", N_("E-mail"), Shape.TEXT, "email mail 邮箱 电子邮件 電子郵件 信箱"),
    _field("street", N_("Street"), Shape.TEXT, "address street address1 地址 详细地址 原始地址"),
    _field("city", N_("City"), Shape.TEXT, "city town 城市 市"),
    _field("region", N_("Region"), Shape.TEXT, "region state province county 省份 省 地区 地區"),
    _field("postcode", N_("Postcode"), Shape.CODE, "postalcode postcode zip zipcode 邮编 郵遞區號"),
    _field("country", N_("Country"), Shape.TEXT, "country 国家 國家"),
    _field("credit_limit", N_("Credit limit"), Shape.PRICE, "creditlimit 信用额度 信用額度"),
    _field("terms_days", N_("Payment days"), Shape.NUMBER, "terms termsdays paymentdays 账期 帳期"),
    _field("note", N_("Note"), Shape.TEXT, "note notes remark 备注 備註"),
    _field("tax_class", N_("Tax class"), Shape.TEXT, "taxclass 税率 稅別"),
    _field("discount", N_("Discount (share)"), Shape.SHARE, "discount 折扣"),
    _field("blocked_reason", N_("Blocked because"), Shape.TEXT, "blockedbecause blocked 停用 凍結"),
)
_ITEMS = (
    Field(
        "item_code",
        _ITEM_CODE.title,
        Shape.CODE,
        (*_ITEM_CODE.words, "id", "编号", "編號"),
        needed=True,
    ),
    Field("item_name", _ITEM_NAME.title, Shape.TEXT, _ITEM_NAME.words, needed=True),
    _field("barcode", N_("Barcode"), Shape.CODE, "barcode ean gtin upc 条形码 条码 條碼 國際條碼"),
    _field("price", N_("Unit price"), Shape.PRICE, "unitprice price listprice 单价 价格 單價 售價"),
    _field(
        "cost", N_("Unit cost"), Shape.PRICE, "cost unitcost standardcost 成本 进价 成本價 進價"
    ),
    _field("unit", N_("Unit"), Shape.TEXT, "unit uom 单位 計量單位 单位名称 單位"),
    _field(
        "pack_text",
        N_("Pack (text)"),
        Shape.TEXT,
        "quantityperunit pack packsize packaging 规格 包装规格 規格 包裝規格",
    ),
    _field(
        "reorder_point",
        N_("Reorder point"),
        Shape.NUMBER,
        "reorderlevel reorderpoint minimum 再订货点 安全库存 再訂購點",
    ),
    _field(
        "on_hand",
        N_("On hand"),
        Shape.NUMBER,
        "unitsinstock onhand stock instock 库存 现有库存 庫存 現有庫存",
    ),
    _field("incoming", N_("On order"), Shape.NUMBER, "unitsonorder onorder incoming 在途 在途量"),
    _field("discontinued", N_("Discontinued"), Shape.YES_NO, "discontinued inactive 停产 停售"),
    _field("kind", N_("Kind (stock, service)"), Shape.TEXT, "kind type itemtype 类型 類型"),
    _field("tax_class", N_("Tax class"), Shape.TEXT, "taxclass tax 税率 稅別"),
    _field("reorder_quantity", N_("Reorder quantity"), Shape.NUMBER, "reorderquantity 再订货量"),
    _field("weight_g", N_("Weight (g)"), Shape.NUMBER, "weightg weight 重量"),
    _field("category", N_("Category"), Shape.TEXT, "category 类别 分类 類別"),
    _field("note", N_("Note"), Shape.TEXT, "note notes remark 备注 備註"),
)
_STOCK = (
    _ITEM_CODE,
    _field(
        "quantity",
        N_("Quantity"),
        Shape.NUMBER,
        "quantity qty onhand stock unitsinstock count 数量 库存 现有库存 數量 庫存",
        needed=True,
    ),
    _field("place", N_("Bin"), Shape.CODE, "bin place location shelf 库位 货位 儲位"),
    _field("lot", N_("Lot"), Shape.CODE, "lot batch 批次 批号 批號"),
    _field("cost", N_("Unit cost"), Shape.PRICE, "cost unitcost 成本"),
)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.CUSTOMERS: _CUSTOMERS,
    Kind.ITEMS: _ITEMS,
    Kind.STOCK: _STOCK,
    Kind.ORDERS: _ORDER + _LINE,
    Kind.ORDER_HEADS: _ORDER,
}
