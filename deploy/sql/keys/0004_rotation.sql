-- A version of the wrapping key that was retired wraps nothing any more: a process that does not know it yet is refused, and
-- reads its master keys again. Without this it would wrap keys that nobody could open.

ALTER TABLE master_key_check ADD COLUMN retired boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN master_key_check.retired IS 'Nothing is made under this version any more, nor ever will be.';
GRANT UPDATE (retired) ON master_key_check TO samenloop_app;

CREATE FUNCTION refuse_retired_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM master_key_check AS c
        WHERE c.purpose = 'wrapping' AND c.retired AND c.version IN (SELECT DISTINCT master_version FROM added)
    ) THEN
        RAISE EXCEPTION 'this version of the wrapping key was retired' USING ERRCODE = 'SM001';
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION refuse_retired_version() FROM PUBLIC;
CREATE TRIGGER person_key_version AFTER INSERT ON person_key
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_retired_version();
