"""The pages that professionals look at: server-rendered, Dutch first with English, without a script.

A page is a client of the same door as the API: it shows what ``hub.answers`` built and nothing else.
"""
