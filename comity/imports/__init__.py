"""Lists that others keep, taken over as a whole: a file becomes a proposal, and a second officer's approval makes it records."""
