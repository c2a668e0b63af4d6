"""Pure decisions: facts, the fold into a family's state, consent, disclosure, rules, follow-up. No IO lives here."""
