"""The pages: typed components that turn view values into htpy elements. No rule, no query and no clock lives here."""
