"""Files in and out: reading, mapping, checking, previewing and importing; exports."""
