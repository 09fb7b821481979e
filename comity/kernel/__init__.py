"""Pure names and values of the trade: everything above speaks in them. Opens nothing: no clock, no random, no I/O."""
