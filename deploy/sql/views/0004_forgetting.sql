-- Whose keys are destroyed: until it is done, and for ever after, so that a restored backup of the keys can be put right.

CREATE TABLE view_forgetting (
    owner text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL,
    done boolean NOT NULL
);
CREATE INDEX view_forgetting_open ON view_forgetting (position) WHERE NOT done;
CREATE INDEX view_forgetting_position ON view_forgetting (position);
COMMENT ON TABLE view_forgetting IS 'Owners of keys that a fact forgets, by the position of that fact; done when the key is destroyed.';

CREATE UNLOGGED TABLE view_rebuild.view_forgetting (LIKE view_forgetting INCLUDING ALL);

GRANT SELECT, INSERT, UPDATE, DELETE ON view_forgetting TO samenloop_app;
GRANT SELECT ON view_forgetting TO samenloop_reader;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON view_rebuild.view_forgetting TO samenloop_app;
