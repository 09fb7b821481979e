"""One file a page: its view values as frozen dataclasses, and `page(view, t)` that draws them."""
