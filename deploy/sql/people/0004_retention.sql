-- Up to which day everybody was looked at for having come of age. No table tells who was born when.

CREATE TABLE person_swept (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    day date NOT NULL
);
COMMENT ON TABLE person_swept IS 'The last Dutch calendar day on which every person was opened to see who came of age.';

GRANT SELECT, INSERT, UPDATE ON person_swept TO samenloop_app;
REVOKE ALL ON person_swept FROM PUBLIC, samenloop_reader;
