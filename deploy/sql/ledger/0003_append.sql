-- Appending, under the names and signatures that the library calls. Both answer the positions given, highest first
-- (the library reads the first row only). They run with the caller's rights.

CREATE FUNCTION dcb_unconditional_append_tt(new_events dcb_event_tt[]) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    WITH fact AS (
        INSERT INTO samenloop_events_tt_main (type, data, tags)
        SELECT given.type, given.data, given.tags FROM unnest(new_events) AS given
        RETURNING id, samenloop_events_tt_main.tags AS fact_tags
    ), tagged AS (
        INSERT INTO samenloop_events_tt_tag (tag, main_id)
        SELECT one.tag, fact.id FROM fact CROSS JOIN LATERAL unnest(fact.fact_tags) AS one (tag)
    )
    SELECT fact.id FROM fact ORDER BY fact.id DESC;
END
$$;

-- Appends unless a stored fact after `after_id` matches one of the items: then no row comes back. The lock is taken
-- first; the check is a statement of its own, so in READ COMMITTED it sees everything that earlier holders committed.
CREATE FUNCTION dcb_conditional_append_tt(query_items dcb_query_item_tt[], after_id bigint, new_events dcb_event_tt[])
RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_lock();
    PERFORM 1
    FROM unnest(query_items) AS item
    JOIN samenloop_events_tt_tag AS found ON found.tag = item.tags[1] AND found.main_id > coalesce(after_id, 0)
    JOIN samenloop_events_tt_main AS fact ON fact.id = found.main_id
    WHERE fact.tags @> item.tags AND (coalesce(cardinality(item.types), 0) = 0 OR fact.type = ANY (item.types))
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN QUERY SELECT * FROM dcb_unconditional_append_tt(new_events);
    END IF;
END
$$;
