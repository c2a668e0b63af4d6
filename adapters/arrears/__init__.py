"""A housing corporation's nightly file of rent arrears and threatened evictions."""
