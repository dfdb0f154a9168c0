"""Bots that work at agencies as operators do: by the world's clock, with an operator's token, on the same routes.

`tasks` keeps what waits for them, `duty` is their working day, `clerk` what one of them does at a desk, `findings` what
they find where they overturn.
"""
