-- Who of the two who decide on a request together has decided: of them nothing more is expected.
ALTER TABLE view_request ADD COLUMN proposed_by text;
ALTER TABLE view_rebuild.view_request ADD COLUMN proposed_by text;
