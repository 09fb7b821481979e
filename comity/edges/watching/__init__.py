"""Folders that are watched: files that appear in them are loaded, under an officer's session or a system's token."""
