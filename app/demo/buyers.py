"""Who buys from the demo shop: British, Chinese and Taiwanese firms, all made up."""

from random import Random

from app.customers.commands import AddressEntry
from app.customers.handlers import NewCustomer

_WORDS = (
    "Acorn Ashworth Barrow Beacon Bexley Birch Bramble Briar Calder Canal Carver Castle Cedar "
    "Chandler Cobalt Copper Cotter Crane Dale Dunmore Elm Fairfax Fletcher Forge Foster Garnet "
    "Gilbert Glover Granville Greenway Hadley Harbour Hartley Hawthorn Heron Hollis Ingram Jarvis "
    "Kestrel Kingsley Lambert Larch Lockwood Marlow Mason Mercer Millbank Moss Northgate Oakley "
    "Orchard Parson Pemberton Pike Quarry Ravens Redhill Rowan Saddler Sawyer Sefton Shipton "
    "Sterling Swift Tanner Thorne Turner Underwood Vale Vickers Walker Warden Weaver Whitby "
    "Wilder Winslow Wren Yates"
)
_NAMES = tuple(_WORDS.split())
_TRADES = (
    "Joinery", "Hardware", "Kitchens", "Boatworks", "Interiors", "Plumbing Supplies",
    "Restoration", "Cabinet Makers", "Builders Merchants", "Doors & Locks", "Ironmongers",
    "Instrument Repairs",
)  # fmt: skip
_TOWNS = (
    ("Leeds", "LS1 4DY", "0113 496 0{:03d}"), ("Sheffield", "S1 2HE", "0114 496 0{:03d}"),
    ("Nottingham", "NG1 5FS", "0115 496 0{:03d}"), ("Leicester", "LE1 6RN", "0116 496 0{:03d}"),
    ("Bristol", "BS1 4ST", "0117 496 0{:03d}"), ("Reading", "RG1 2LU", "0118 496 0{:03d}"),
    ("Birmingham", "B2 5HU", "0121 496 0{:03d}"), ("Edinburgh", "EH1 3QR", "0131 496 0{:03d}"),
    ("Glasgow", "G2 4JR", "0141 496 0{:03d}"), ("Liverpool", "L1 8JQ", "0151 496 0{:03d}"),
    ("Manchester", "M2 5DB", "0161 496 0{:03d}"), ("London", "SE1 9SG", "020 7946 0{:03d}"),
)  # fmt: skip
_STREETS = (
    "High Street", "Station Road", "Mill Lane", "Church Street", "Canal Wharf", "Victoria Road",
    "Foundry Lane", "Market Place", "Tanyard Close", "Bridge Street",
)  # fmt: skip
_CHINESE = (
    ("广州恒达五金有限公司", "天河区体育西路{}号", "广州", "广东", "510620", "20"),
    ("深圳市永信铜业有限公司", "宝安区新安街道{}号", "深圳", "广东", "518101", "755"),
    ("宁波东海阀门有限公司", "北仑区明州路{}号", "宁波", "浙江", "315800", "574"),
    ("温州瓯江锁具厂", "鹿城区车站大道{}号", "温州", "浙江", "325000", "577"),
    ("上海申铜贸易有限公司", "普陀区中山北路{}号", "上海", "上海", "200063", "21"),
    ("苏州园林古建装饰有限公司", "姑苏区平江路{}号", "苏州", "江苏", "215005", "512"),
    ("佛山顺德家具五金商行", "顺德区乐从大道{}号", "佛山", "广东", "528315", "757"),
    ("北京京雅门业有限公司", "朝阳区建国路{}号", "北京", "北京", "100022", "10"),
    ("青岛海蓝船舶配件有限公司", "市南区香港中路{}号", "青岛", "山东", "266071", "532"),
    ("杭州西湖木作工坊", "西湖区文三路{}号", "杭州", "浙江", "310012", "571"),
    ("厦门鹭岛卫浴有限公司", "思明区湖滨南路{}号", "厦门", "福建", "361004", "592"),
    ("成都锦官装饰材料有限公司", "武侯区人民南路{}号", "成都", "四川", "610041", "28"),
    ("武汉长江水暖器材经营部", "江汉区解放大道{}号", "武汉", "湖北", "430022", "27"),
    ("西安古城铜艺有限公司", "碑林区南大街{}号", "西安", "陕西", "710001", "29"),
    ("中山小榄五金制品厂", "小榄镇民安中路{}号", "中山", "广东", "528415", "760"),
    ("天津津门建材有限公司", "和平区南京路{}号", "天津", "天津", "300051", "22"),
)
_TAIWANESE = (
    ("永盛五金行", "中山北路二段{}號", "台北市中山區", "104", "2"),
    ("大同銅器股份有限公司", "民權西路{}號", "台北市大同區", "103", "2"),
    ("鹿港木雕工藝社", "中山路{}號", "彰化縣鹿港鎮", "505", "4"),
    ("台中精密螺絲有限公司", "工業區一路{}號", "台中市西屯區", "407", "4"),
    ("高雄港船具行", "七賢三路{}號", "高雄市鹽埕區", "803", "7"),
    ("府城門鎖企業社", "西門路二段{}號", "台南市中西區", "700", "6"),
    ("新竹光華衛浴有限公司", "光復路一段{}號", "新竹市東區", "300", "3"),
    ("三重建材行", "重新路四段{}號", "新北市三重區", "241", "2"),
    ("桃園家具五金有限公司", "中正路{}號", "桃園市桃園區", "330", "3"),
    ("花蓮石藝工坊", "中華路{}號", "花蓮縣花蓮市", "970", "3"),
    ("嘉義老屋修繕工作室", "中山路{}號", "嘉義市東區", "600", "5"),
    ("基隆海洋船舶用品社", "義一路{}號", "基隆市信義區", "201", "2"),
)
_LIMITS = (None, None, 500_000, 1_000_000, 2_000_000)
CLOSE_LIMIT = 31
"""Place in the list of the customer with a small credit limit."""


def buyers(chance: Random) -> list[NewCustomer]:
    """Make the customers; the same chance gives the same ones."""
    british = [_british(place, name, chance) for place, name in enumerate(_NAMES)]
    chinese = [_chinese(one, chance) for one in _CHINESE]
    taiwanese = [_taiwanese(one, chance) for one in _TAIWANESE]
    branches = [_british(len(_NAMES) + n, _NAMES[n * 7], chance) for n in range(11)]
    return [*british, *chinese, *taiwanese, *branches]


def _british(place: int, name: str, chance: Random) -> NewCustomer:
    town, postcode, phone = _TOWNS[place % len(_TOWNS)]
    limit = chance.choice(_LIMITS)
    trade = chance.choice(_TRADES)
    addresses = [_address(chance, town, postcode)]
    if place % 4 == 0:
        other, code, _phone = _TOWNS[(place + 5) % len(_TOWNS)]
        addresses.append(_address(chance, other, code, "Site"))
    if place % 12 == 0:
        addresses.append(_address(chance, town, postcode, "Workshop"))
    return NewCustomer(
        name=f"{name} {trade}",
        terms_days=chance.choice((14, 30, 30, 30, 60)),
        credit_limit=25_000 if place == CLOSE_LIMIT else limit,
        discount=chance.choice((0, 0, 0, 0, 250, 500)),
        email=f"orders@{name.lower()}.example",
        addresses=tuple(addresses),
        phones=(phone.format(place), f"07700 900{place:03d}")[: 1 + place % 2],
    )


def _address(chance: Random, town: str, postcode: str, label: str = "") -> AddressEntry:
    street = f"{chance.randint(1, 120)} {chance.choice(_STREETS)}"
    return AddressEntry(street, town, postcode, "GB", label=label)


def _chinese(one: tuple[str, str, str, str, str, str], chance: Random) -> NewCustomer:
    name, street, city, region, postcode, area = one
    number = chance.randint(1, 380)
    return NewCustomer(
        name=name,
        tax_class="export",
        terms_days=60,
        credit_limit=chance.choice((None, 1_000_000, 2_000_000)),
        addresses=(AddressEntry(street.format(number), city, postcode, "CN", region),),
        phones=(f"+86 {area} 8{chance.randint(1_000_000, 9_999_999)}",),
    )


def _taiwanese(one: tuple[str, str, str, str, str], chance: Random) -> NewCustomer:
    name, street, city, postcode, area = one
    number = chance.randint(1, 260)
    return NewCustomer(
        name=name,
        tax_class="export",
        terms_days=45,
        credit_limit=chance.choice((None, 500_000, 1_000_000)),
        addresses=(AddressEntry(street.format(number), city, postcode, "TW"),),
        phones=(f"+886 {area} 2{chance.randint(100_000, 999_999)}",),
    )
