"""What proves the pages: a browser, somebody at it who misses nothing, a hand on a mouse and a hand on a keyboard.

`docs/guides/test-a-page.md` shows how a test is written with it.
"""
