"""What follows a positive result: the owner's inbox, and checks whose owners are told only after a release."""
