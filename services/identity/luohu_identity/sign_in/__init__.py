"""Sign-in by form: the request of a front end (RFC 6749, OpenID Connect Core), the form, its one-time codes, and the
authorization code that comes of it.
"""
