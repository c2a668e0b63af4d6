"""What the hub says of itself, made from its own code: schemas, both API documents, a page per rule."""
