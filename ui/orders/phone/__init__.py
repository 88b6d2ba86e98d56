"""The parts of the phone order."""
