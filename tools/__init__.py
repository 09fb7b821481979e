"""Small programs for those who work on Comity; nothing of the product imports them."""
