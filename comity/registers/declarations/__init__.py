"""One file of data for each register. Import them from `comity.registers.catalogue`."""
