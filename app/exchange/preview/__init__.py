"""What an import will do, told before it is done."""
