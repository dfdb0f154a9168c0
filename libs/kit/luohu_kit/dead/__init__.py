"""Dead letters: messages that their receiver refused for good. They are listed, looked at, sent again, or given up.

Whoever works them leaves a record (`kit.dead_letter_act`, append-only), which outlives the message.
"""
