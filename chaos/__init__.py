"""`make chaos`: a population lives in a real city while a tormentor kills, pauses and cuts off its services."""
