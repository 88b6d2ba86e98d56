"""Items: codes and barcodes, packs, prices and price lists, kits, substitutes, tax rates."""
