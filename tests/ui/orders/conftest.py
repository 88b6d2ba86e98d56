"""What every test of order forms gets."""

from tests.support.counter import counter

__all__ = ["counter"]
