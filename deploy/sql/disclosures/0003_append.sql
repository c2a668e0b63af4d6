-- The only way to add lines, and the only way in which old ones go. Both run as their owner, so that the application needs no
-- right on the tables but to read them: a line without a seal over it cannot be written by it.

-- Appends a batch and seals it, in one statement and so in one round trip. Each statement in here has a snapshot of its own,
-- so the chain goes on from the last seal that was committed before the lock was had. The digest is the caller's; `hub verify`
-- makes it anew from the lines. The genesis is SHA-256 of 'samenloop disclosures, version 1'.
CREATE FUNCTION disclosure_append(
    traces bytea[], spans bytea[], parents bytea[], begans timestamptz[], endeds timestamptz[], organisations text[],
    professionals text[], principals text[], persons text[], operations text[], purposes text[], outcomes text[], showns text[],
    sealeds bytea[], digest_of_lines bytea
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first_added bigint;
    last_added bigint;
    added integer;
    latest timestamptz;
    before bytea;
BEGIN
    PERFORM disclosure_lock();
    WITH line AS (
        INSERT INTO disclosure_line (
            trace, span, parent, began, ended, organisation, professional, principal, person, operation, purpose, outcome, shown,
            sealed
        )
        SELECT * FROM unnest(
            traces, spans, parents, begans, endeds, organisations, professionals, principals, persons, operations, purposes,
            outcomes, showns, sealeds
        )
        RETURNING id, ended
    )
    SELECT min(line.id), max(line.id), count(*), max(line.ended) INTO first_added, last_added, added, latest FROM line;
    SELECT seal.chain INTO before FROM disclosure_seal AS seal ORDER BY seal.last_id DESC LIMIT 1;
    INSERT INTO disclosure_seal (last_id, first_id, count, ended, digest, chain)
    VALUES (
        last_added, first_added, added, latest, digest_of_lines,
        sha256(
            coalesce(before, sha256('samenloop disclosures, version 1'))
            || int8send(last_added) || int8send(first_added) || int8send(added)
            || int8send((extract(epoch FROM latest) * 1000)::bigint) || digest_of_lines
        )
    );
END
$$;

-- Lets lines go that are older than `kept`, whole batches only; how many went. Their seals stay, so the chain can still be
-- proven. Raises for less than five years.
CREATE FUNCTION disclosure_expire(kept interval) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    stays bigint;
    gone bigint;
BEGIN
    IF kept < interval '5 years' THEN
        RAISE EXCEPTION 'a line of the disclosure log stays at least five years' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT min(seal.first_id) INTO stays
    FROM disclosure_seal AS seal WHERE seal.ended > least(now() - kept, now() - interval '5 years');
    DELETE FROM disclosure_line WHERE stays IS NULL OR id < stays;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
