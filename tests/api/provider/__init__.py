"""An OAuth 2 provider of somebody else, in a process of its own."""

AUDIENCE = "samenloop"
SECRET = "for-tests-only"
