"""The forms of the indicators as data: which fields there are, what can be chosen, and when each is shown.

One description for each kind of item, with the names that the fields have in JSON; one template draws them all.
"""
