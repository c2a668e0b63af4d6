"""The HTTP door of the hub. Nothing is decided here: a request becomes one command or one query, and its answer.

In the order of a request: ``envelope`` (headers, unexpected errors, counting), ``auth`` (who calls), ``body``
(what was sent, with ``faults`` when it is wrong), the endpoint, ``answers`` or ``problems`` (what goes back).
"""
