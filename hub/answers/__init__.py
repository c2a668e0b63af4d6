"""What answers and pages say, built from disclosed items and nothing else.

``showing`` is the door: it asks the disclosure decision once for one viewer and one family. The builders take what it
gives (``ShownFamily``, ``Disclosed``) and never a family's state; who may see what is decided nowhere in here.
"""
