"""What an item is, how it moves and why. Pure: no database, no network, no clock of its own."""
