-- An answer is given to a match: it goes for all that was told of it until then, and these are found by the match. `hub rebuild`
-- fills the answers.

CREATE INDEX view_inbox_match ON view_inbox (match) WHERE kind = 'match' AND answered IS NULL;
CREATE INDEX view_inbox_match ON view_rebuild.view_inbox (match) WHERE kind = 'match' AND answered IS NULL;
