"""XLSX: the tables of each sheet, every value as its cell shows it and with the header it stands under."""
