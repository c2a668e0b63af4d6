"""An independent restatement of who may see what, and random histories over which the decision is held against it."""
