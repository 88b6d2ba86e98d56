"""Shipments from planned to received: release, pick, pack, ship, receive, claim."""
