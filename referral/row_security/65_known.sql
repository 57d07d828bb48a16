-- Who may already be known to the acting organisation, by keyed hashes of names and birth dates (referral/name_keys.py). No working
-- role reads the hashes. The tables come with a later migration than the first run of these files.

-- The organisation's own hash key, wrapped like all keys and turned with them (rotate_keys). Made by the first who writes a name.
CREATE OR REPLACE FUNCTION known_key(new_wrapped bytea, new_version int) RETURNS TABLE (wrapped bytea, master_version int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_organisation() IS NULL OR NOT (desk_role_may('identity', 'read') OR desk_role_may('identity', 'add')) THEN RETURN; END IF;
  INSERT INTO referral_casekey (id, owner, data_class, wrapped, master_version)
    VALUES (gen_random_uuid(), desk_organisation(), 'known', new_wrapped, new_version) ON CONFLICT (owner, data_class) DO NOTHING;
  RETURN QUERY SELECT k.wrapped, k.master_version::int FROM referral_casekey k WHERE k.owner = desk_organisation() AND k.data_class = 'known';
END $$;

-- Whether this case stays out of every answer, also of "possibly known": one that only named people open.
CREATE OR REPLACE FUNCTION desk_private.never_known(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF to_regprocedure('desk_private.is_protected(uuid)') IS NULL THEN RETURN false; END IF;
  RETURN desk_private.is_protected(of_case);
END $$;

CREATE OR REPLACE FUNCTION reads_identity(of_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM referral_case c WHERE c.id = of_case) AND desk_private.key_right(of_case, 'identity', 'read') $$;

DO $known$
BEGIN
  IF to_regclass('public.referral_personkeys') IS NULL THEN RETURN; END IF;

  ALTER TABLE referral_personkeys ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_personkeys FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_personkeys;
  CREATE POLICY owner ON referral_personkeys TO trm_owner USING (true) WITH CHECK (true);
  REVOKE ALL ON referral_personkeys FROM trm_app;

  IF to_regclass('public.referral_namecount') IS NULL THEN RETURN; END IF;

  -- Written with the identity part, by whoever may write that.
  DROP FUNCTION IF EXISTS keep_person_keys(uuid, bigint[], bigint[], bigint[], int);
  CREATE OR REPLACE FUNCTION keep_person_keys(of_case uuid, new_blocks bigint[], new_tokens bigint[], new_places smallint[], new_born bigint[], new_parts int)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM referral_case c WHERE c.id = of_case) OR NOT desk_private.key_right(of_case, 'identity', 'add') THEN
      RAISE EXCEPTION 'not a case whose names you write' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM referral_personkeys WHERE case_id = of_case;
    IF new_parts > 0 THEN
      INSERT INTO referral_personkeys (case_id, organisation_id, blocks, tokens, places, born, parts)
        VALUES (of_case, desk_organisation(), new_blocks, new_tokens, new_places, new_born, new_parts);
    END IF;
  END $$;

  -- Gone with the identity part, and with its key: erasing is deleting the key.
  CREATE OR REPLACE FUNCTION forget_person_keys() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF TG_TABLE_NAME = 'referral_identity' THEN
      DELETE FROM referral_personkeys WHERE case_id = OLD.case_id;
    ELSIF OLD.data_class = 'identity' THEN
      DELETE FROM referral_personkeys WHERE case_id = OLD.owner;
    END IF;
    RETURN NULL;
  END $$;
  DROP TRIGGER IF EXISTS forget_person ON referral_identity;
  CREATE TRIGGER forget_person AFTER DELETE ON referral_identity FOR EACH ROW EXECUTE FUNCTION forget_person_keys();
  DROP TRIGGER IF EXISTS forget_person ON referral_casekey;
  CREATE TRIGGER forget_person AFTER DELETE ON referral_casekey FOR EACH ROW EXECUTE FUNCTION forget_person_keys();

  ALTER TABLE referral_namecount ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_namecount FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_namecount;
  CREATE POLICY owner ON referral_namecount TO trm_owner USING (true) WITH CHECK (true);
  REVOKE ALL ON referral_namecount FROM trm_app;

  -- A name that many have says little. Counted anew where the people became a fifth more or fewer, from 500 on; never while somebody
  -- writes, so that nobody waits for it. Keys that few have are not kept. Returns how many organisations were counted.
  CREATE OR REPLACE FUNCTION count_names() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    o record;
    counted int := 0;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('count_names'));
    FOR o IN SELECT p.organisation_id AS id, count(*) AS people FROM referral_personkeys p
              WHERE desk_organisation() IS NULL OR p.organisation_id = desk_organisation() GROUP BY 1 LOOP
      CONTINUE WHEN o.people < 500 OR o.people BETWEEN
        (SELECT n.people * 0.8 FROM referral_namecount n WHERE n.organisation_id = o.id AND n.key = 0) AND
        (SELECT n.people * 1.2 FROM referral_namecount n WHERE n.organisation_id = o.id AND n.key = 0);
      DELETE FROM referral_namecount WHERE organisation_id = o.id;
      INSERT INTO referral_namecount (id, organisation_id, key, people)
        SELECT gen_random_uuid(), o.id, t.key, count(*) FROM referral_personkeys p CROSS JOIN LATERAL unnest(p.tokens) t(key)
         WHERE p.organisation_id = o.id GROUP BY t.key HAVING count(*) > greatest(2, o.people / 20000)
        UNION ALL SELECT gen_random_uuid(), o.id, 0, o.people;
      counted := counted + 1;
    END LOOP;
    RETURN counted;
  END $$;

  -- `asked`: [{"b": blocks, "t": [[key, token, bits at most, bits less], ...], "n": tokens, "d": [[key, bits], ...]}, ...]. For each
  -- place that has a match: the cases whose names the acting person may read, and whether there is another. Of the others nothing,
  -- not even how many. Alike is counted in bits of evidence; the figures were fitted with `manage.py measure_known`.
  DROP FUNCTION IF EXISTS desk_private.alike(referral_personkeys, bigint[], int[], real[], int, bigint[], real[]);
  CREATE OR REPLACE FUNCTION possibly_known(asked jsonb, beside uuid) RETURNS TABLE (place int, cases uuid[], others boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    q jsonb;
    at int := -1;
    mine uuid := desk_organisation();
    everybody float := greatest(500, (SELECT n.people FROM referral_namecount n WHERE n.organisation_id = desk_organisation() AND n.key = 0));
    wanted bigint[];
    token_keys bigint[]; token_of int[]; token_bits float[];
    dates bigint[]; date_bits float[];
    n_asked int;
  BEGIN
    IF mine IS NULL OR NOT desk_role_may('identity', 'add') OR (beside IS NOT NULL AND NOT reads_identity(beside)) THEN RETURN; END IF;
    FOR q IN SELECT * FROM jsonb_array_elements(asked) LOOP
      at := at + 1;
      n_asked := (q->>'n')::int;
      wanted := ARRAY(SELECT jsonb_array_elements_text(q->'b')::bigint);
      SELECT array_agg(k.key), array_agg(k.token), array_agg(least(k.most, log(2.0, (everybody / greatest(coalesce(c.people, 0), 2, everybody / 20000))::numeric)) - k.less)
        INTO token_keys, token_of, token_bits
        FROM (SELECT (x->>0)::bigint AS key, (x->>1)::int AS token, (x->>2)::float AS most, (x->>3)::float AS less FROM jsonb_array_elements(q->'t') x) k
        LEFT JOIN referral_namecount c ON c.organisation_id = mine AND c.key = k.key;
      SELECT array_agg((x->>0)::bigint), array_agg((x->>1)::float) INTO dates, date_bits FROM jsonb_array_elements(q->'d') x;
      RETURN QUERY
      WITH found AS MATERIALIZED (
        SELECT p.case_id, p.tokens, p.places, p.born, p.parts, least(p.parts, n_asked) AS fewer FROM referral_personkeys p
         WHERE p.blocks && wanted AND p.organisation_id = mine AND p.case_id IS DISTINCT FROM beside
           AND NOT EXISTS (SELECT 1 FROM referral_sameperson s WHERE s.undone_at IS NULL AND beside IS NOT NULL
                 AND s.first_id = least(p.case_id, beside) AND s.second_id = greatest(p.case_id, beside))
           AND NOT EXISTS (SELECT 1 FROM referral_merge m WHERE m.ended_at IS NULL AND beside IS NOT NULL
                 AND (m.main_id, m.other_id) IN ((p.case_id, beside), (beside, p.case_id)))
      ), hits AS (
        SELECT f.case_id, k.token, t.place, k.bits FROM found f CROSS JOIN LATERAL unnest(f.tokens, f.places) t(key, place)
          JOIN unnest(token_keys, token_of, token_bits) k(key, token, bits) ON k.key = t.key
      ), sides AS (
        -- What each token that agrees says, the best ones as many as the shorter name has. From both sides: none counts twice.
        SELECT x.case_id, x.side, x.best, row_number() OVER (PARTITION BY x.case_id, x.side ORDER BY x.best DESC) AS rank FROM (
          SELECT h.case_id, 0 AS side, max(h.bits) AS best FROM hits h GROUP BY h.case_id, h.token
          UNION ALL SELECT h.case_id, 1, max(h.bits) FROM hits h GROUP BY h.case_id, h.place) x
      ), named AS (
        SELECT x.case_id, min(x.bits) AS bits FROM (
          SELECT s.case_id, sum(s.best) - 3 * greatest(0, f.fewer - count(*)) AS bits FROM sides s JOIN found f USING (case_id)
           WHERE s.rank <= f.fewer GROUP BY s.case_id, s.side, f.fewer) x GROUP BY x.case_id
      ), scored AS (
        -- And what the birth dates say for or against it. Five years are "about"; more are an age group.
        SELECT f.case_id, power(2, least(200, n.bits - abs(f.parts - n_asked)
            + CASE WHEN dates IS NULL OR cardinality(f.born) = 0 THEN 0
                   ELSE coalesce((SELECT max(least(d.bits, CASE WHEN cardinality(f.born) > 5 THEN 0 WHEN cardinality(f.born) = 5 THEN 4 ELSE d.bits END))
                                    FROM unnest(dates, date_bits) d(key, bits) WHERE d.key = ANY (f.born)), -8.5) END)) AS odds
          FROM found f JOIN named n USING (case_id)
      ), ranked AS (
        -- How sure it is: against everybody here, and against others who are as like. Three files of one person are all shown.
        SELECT x.case_id, x.odds, x.odds / (everybody + sum(x.odds) OVER ()) AS sure FROM scored x
         WHERE x.odds >= everybody / 8 AND NOT desk_private.never_known(x.case_id)
      ), told AS (
        -- One file is shown once, whichever of its records is alike.
        SELECT DISTINCT f.case_id, reads_identity(f.case_id) AS open FROM ranked r
         CROSS JOIN LATERAL (SELECT coalesce(desk_private.merged_into(r.case_id), r.case_id) AS case_id) f WHERE r.sure >= 0.4 OR (r.odds >= 256 * everybody AND r.sure >= 0.1)
      )
      SELECT at, coalesce(array_agg(t.case_id ORDER BY t.case_id) FILTER (WHERE t.open), '{}'), coalesce(bool_or(NOT t.open), false)
        FROM told t HAVING count(*) > 0;
    END LOOP;
  END $$;

  ALTER TABLE referral_sameperson ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_sameperson FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_sameperson;
  CREATE POLICY owner ON referral_sameperson TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS both_open ON referral_sameperson;
  CREATE POLICY both_open ON referral_sameperson TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND reads_identity(first_id) AND reads_identity(second_id))
    WITH CHECK (organisation_id = (SELECT desk_organisation()) AND reads_identity(first_id) AND reads_identity(second_id)
      AND desk_role_may('identity', 'write')
      AND (undone_at IS NULL AND by_id = (SELECT desk_user()) OR undone_by_id = (SELECT desk_user())));
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_sameperson FROM trm_app;
  GRANT UPDATE (undone_at, undone_by_id) ON referral_sameperson TO trm_app;
END $known$;
