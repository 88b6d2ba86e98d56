"""What the demo shop sells: families of brass and hardware in sizes, three kits, one service."""

from dataclasses import dataclass
from random import Random

from app.catalog.handlers import NewItem

_PENNY = 100
_MAKER = "5012345"


@dataclass(frozen=True)
class Family:
    """Items alike but for their size; `price` of the smallest in ten-thousandths, then `step`."""

    code: str
    name: str
    chinese: str
    category: str
    sizes: str
    price: int
    step: int
    pack: int = 0
    unit: str = "each"


FAMILIES = (
    Family("BN", "Brass nut", "", "Nuts", "M2 M3 M4 M5 M6 M8 M10 M12 M16", 850, 425, 100),
    Family("BNY", "Brass nyloc nut", "", "Nuts", "M3 M4 M5 M6 M8 M10 M12", 1350, 615, 100),
    Family("BWG", "Brass wing nut", "黄铜蝶形螺母", "Nuts", "M4 M5 M6 M8 M10", 3125, 1150, 50),
    Family("BDN", "Brass dome nut", "", "Nuts", "M3 M4 M5 M6 M8 M10", 2450, 925, 50),
    Family("BW", "Brass washer", "", "Washers", "M2 M3 M4 M5 M6 M8 M10 M12 M16", 325, 175, 200),
    Family("BSW", "Brass spring washer", "", "Washers", "M3 M4 M5 M6 M8 M10", 425, 185, 200),
    Family("BPW", "Brass penny washer", "黄铜大垫圈", "Washers", "M5 M6 M8 M10", 975, 350, 100),
    Family("HB", "Brass hex bolt", "", "Bolts", "M4x20 M5x25 M6x30 M6x50 M8x40 M8x60 M10x50 "
           "M10x80 M12x60", 3850, 2150, 50),
    Family("CB", "Brass coach bolt", "黄铜马车螺栓", "Bolts", "M6x50 M6x75 M8x75 M8x100 M10x100",
           8250, 2725, 25),
    Family("EB", "Brass eye bolt", "", "Bolts", "M5 M6 M8 M10 M12", 12500, 4250, 10),
    Family("CS", "Brass countersunk screw", "", "Screws", "4x12 4x16 6x19 6x25 8x25 8x32 8x38 "
           "10x38 10x50 12x63", 575, 265, 200),
    Family("RH", "Brass round head screw", "", "Screws", "4x12 4x19 6x19 6x25 8x25 8x38 10x50",
           625, 275, 200),
    Family("MS", "Brass machine screw", "黄铜机螺钉", "Screws", "M3x10 M3x16 M4x12 M4x20 M5x16 "
           "M5x25 M6x20 M6x40", 725, 310, 100),
    Family("GS", "Brass grub screw", "", "Screws", "M3x5 M4x6 M5x8 M6x8 M6x12", 1150, 375, 100),
    Family("TR", "Brass threaded rod 1 m", "黄铜螺杆", "Rod", "M4 M5 M6 M8 M10 M12", 32500, 14500),
    Family("RD", "Brass round bar 1 m", "", "Rod", "3mm 5mm 6mm 8mm 10mm 12mm 16mm 20mm", 21500,
           17250),
    Family("SH", "Brass sheet 300 x 300", "黄铜板", "Sheet", "0.5mm 0.8mm 1.0mm 1.5mm 2.0mm",
           85000, 42500),
    Family("TB", "Brass tube 1 m", "", "Tube", "4mm 6mm 8mm 10mm 12mm 15mm 22mm", 27500, 12750),
    Family("BH", "Brass butt hinge", "", "Hinges", "25mm 38mm 50mm 64mm 75mm 102mm", 14500, 8750,
           10, "pair"),
    Family("PH", "Brass piano hinge", "黄铜长铰链", "Hinges", "300mm 600mm 900mm 1800mm", 62500,
           48500),
    Family("CK", "Brass cabinet knob", "", "Handles", "16mm 20mm 25mm 32mm 38mm", 18500, 4950, 10),
    Family("PL", "Brass pull handle", "黄铜拉手", "Handles", "64mm 96mm 128mm 160mm 224mm 300mm",
           42500, 13750),
    Family("LH", "Brass lever handle", "", "Handles", "Arden Bristol Camden Derby", 189500, 32500,
           0, "pair"),
    Family("CU", "Brass cup handle", "", "Handles", "76mm 89mm 102mm", 38950, 6550, 10),
    Family("HK", "Brass hook", "", "Hooks", "20mm 25mm 32mm 40mm 50mm 75mm", 6850, 3150, 20),
    Family("CH", "Brass cup hook", "黄铜羊眼钩", "Hooks", "16mm 19mm 25mm 32mm 38mm", 1850, 615,
           50),
    Family("DH", "Double coat hook", "双头衣帽钩", "Hooks", "antique polished satin", 64500, 4500),
    Family("BC", "Brass chain 10 m", "", "Chain", "1.5mm 2mm 2.5mm 3mm 4mm", 94500, 36500),
    Family("SR", "Split ring", "", "Chain", "10mm 15mm 20mm 25mm 32mm", 425, 165, 100),
    Family("SN", "Brass snap hook", "黄铜弹簧扣", "Chain", "40mm 50mm 60mm 80mm", 15850, 6250, 20),
    Family("PD", "Brass padlock", "", "Locks", "20mm 30mm 40mm 50mm 60mm", 46500, 28500),
    Family("CL", "Cabinet lock", "柜锁", "Locks", "16mm 20mm 25mm 30mm", 58500, 7250),
    Family("DB", "Brass door bolt", "", "Locks", "75mm 100mm 150mm 200mm 300mm", 36500, 18450),
    Family("LP", "Letter plate", "", "Doors", "polished satin antique", 224500, 12500),
    Family("NB", "Brass numeral", "黄铜门牌数字", "Doors", "0 1 2 3 4 5 6 7 8 9", 28500, 0, 10),
    Family("KP", "Kick plate", "", "Doors", "700mm 760mm 838mm 900mm", 185000, 22500),
    Family("DS", "Brass door stop", "门挡", "Doors", "28mm 38mm 65mm 75mm", 24500, 11500, 10),
    Family("EL", "Brass elbow", "", "Pipe", "8mm 10mm 15mm 22mm 28mm", 13850, 9750, 10),
    Family("TE", "Brass tee", "黄铜三通", "Pipe", "8mm 10mm 15mm 22mm 28mm", 17250, 11250, 10),
    Family("CP", "Brass coupling", "", "Pipe", "8mm 10mm 15mm 22mm 28mm", 10950, 7250, 10),
    Family("OL", "Compression olive", "", "Pipe", "8mm 10mm 15mm 22mm 28mm", 1275, 650, 100),
    Family("BV", "Brass ball valve", "黄铜球阀", "Valves", "1/4in 3/8in 1/2in 3/4in 1in 2in",
           78500, 46500),
    Family("GV", "Brass gate valve", "", "Valves", "1/2in 3/4in 1in 1-1/2in", 96500, 58500),
    Family("BT", "Brass bib tap", "黄铜水龙头", "Valves", "1/2in 3/4in", 118500, 36500),
    Family("RV", "Brass rivet", "", "Rivets", "2x6 3x8 3x12 4x10 4x16 5x20", 345, 155, 500),
    Family("PN", "Brass panel pin", "", "Nails", "13mm 16mm 20mm 25mm 30mm", 225, 65, 500),
    Family("UN", "Upholstery nail", "泡钉", "Nails", "antique brass bronze nickel", 385, 35, 500),
    Family("PC", "Brass polish", "", "Care", "150ml 500ml 1l", 52500, 46500, 12, "bottle"),
    Family("WX", "Paste wax", "", "Care", "100ml 400ml", 68500, 92500, 6, "tin"),
)  # fmt: skip
KITS = (
    ("KIT-DOOR", "Front door set, polished 大门五金套装", 529500,
     (("LH-ARDEN", 1), ("LP-POLISHED", 1), ("DB-150MM", 1), ("CS-8X32", 12))),
    ("KIT-CAB", "Cabinet set, ten knobs 橱柜拉手套装", 229500, (("CK-32MM", 10), ("MS-M4X20", 10))),
    ("KIT-PLUMB", "Plumber's starter box", 349500,
     (("EL-15MM", 6), ("TE-15MM", 4), ("CP-15MM", 6), ("OL-15MM", 40))),
)  # fmt: skip
SERVICE = NewItem("CUT", "Cutting to length", "service", price=35000, unit="cut")
DISCONTINUED = {"GS-M3X5": "GS-M4X6", "DH-SATIN": "DH-POLISHED", "BV-2IN": "GV-1-1/2IN"}
"""Items no longer sold, and what to offer instead."""


@dataclass(frozen=True)
class Goods:
    """Everything to add: items, packs by code, and how likely an item is to be ordered."""

    items: tuple[NewItem, ...]
    packs: dict[str, int]
    weights: dict[str, int]


def goods(chance: Random) -> Goods:
    """Make the catalog; the same chance gives the same shop."""
    items: list[NewItem] = []
    packs: dict[str, int] = {}
    weights: dict[str, int] = {}
    for family in FAMILIES:
        heavy = chance.randint(1, 9)
        for place, size in enumerate(family.sizes.split()):
            item = _item(family, place, size, len(items), chance)
            items.append(item)
            weights[item.code] = heavy * chance.randint(1, 4)
            if family.pack:
                packs[item.code] = family.pack
    kits = [
        NewItem(code, name, "kit", price=price, unit="set", category="Sets")
        for code, name, price, _parts in KITS
    ]
    return Goods((*items, *kits, SERVICE), packs, weights)


def _item(family: Family, place: int, size: str, count: int, chance: Random) -> NewItem:
    code = f"{family.code}-{size.upper()}"
    price = family.price + family.step * place
    small = price < 5 * _PENNY * _PENNY
    low = chance.choice((100, 150, 200, 300)) if small else chance.choice((5, 8, 12, 20))
    return NewItem(
        code=code,
        name=f"{family.name} {size} {family.chinese}".strip(),
        state="discontinued" if code in DISCONTINUED else "active",
        unit=family.unit,
        price=price,
        cost=price * chance.randint(48, 66) // 100,
        reorder_point=low,
        reorder_quantity=low * 4,
        weight_g=max(1, price // 700),
        category=family.category,
        barcodes=(ean13(count),),
    )


def ean13(count: int) -> str:
    """Give the barcode of the maker's item number `count`, check digit last."""
    digits = f"{_MAKER}{count:05d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"
