"""The demo shop: a brass and hardware wholesaler of a fixed seed, made through real handlers."""

from app.demo.opening import DEMO_NAME, demo_recovery, open_demo

__all__ = ["DEMO_NAME", "demo_recovery", "open_demo"]
