"""What every test of a window gets."""

from tests.support.windows import context, shop_desk

__all__ = ["context", "shop_desk"]
