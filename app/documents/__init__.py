"""Papers of the program as PDF: values in, bytes out; the only room that knows reportlab."""
