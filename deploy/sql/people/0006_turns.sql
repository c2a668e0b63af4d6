-- Whether anybody came in or left, among those whom linkage finds, since a statement was judged: a random number that every
-- transaction replaces which adds rows to the block tables or takes some away. A process that made the last of them itself knows
-- from memory who came in, and need not look again while it holds the ledger's lock.
CREATE TABLE person_block_turn (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    turn bigint NOT NULL
);
INSERT INTO person_block_turn (turn) VALUES (0);
COMMENT ON TABLE person_block_turn IS 'Another random number after everybody who came in or left. Says nothing of who.';
GRANT SELECT, UPDATE ON person_block_turn TO samenloop_app;
REVOKE ALL ON person_block_turn FROM PUBLIC, samenloop_reader;
