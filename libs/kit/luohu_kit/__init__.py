"""What every service of the city stands on: database, unit of work, outbox, inbox, worlds, clock, tokens, problems."""
