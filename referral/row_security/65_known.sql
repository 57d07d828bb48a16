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

  -- Written with the identity part, by whoever may write that.
  CREATE OR REPLACE FUNCTION keep_person_keys(of_case uuid, new_blocks bigint[], new_tokens bigint[], new_born bigint[], new_parts int)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM referral_case c WHERE c.id = of_case) OR NOT desk_private.key_right(of_case, 'identity', 'add') THEN
      RAISE EXCEPTION 'not a case whose names you write' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM referral_personkeys WHERE case_id = of_case;
    IF new_parts > 0 THEN
      INSERT INTO referral_personkeys (case_id, organisation_id, blocks, tokens, born, parts)
        VALUES (of_case, desk_organisation(), new_blocks, new_tokens, new_born, new_parts);
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

  -- `asked`: [{"b": blocks, "t": [[key, token, weight], ...], "n": tokens, "d": [[key, weight], ...]}, ...]. For each place that has a
  -- match: the cases whose names the acting person may read, and whether there is another. Of the others nothing, not even how many.
  -- Score: the share of the tokens that agree, and what the birth dates say for or against it. Weights: referral/name_keys.py.
  CREATE OR REPLACE FUNCTION possibly_known(asked jsonb, beside uuid) RETURNS TABLE (place int, cases uuid[], others boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    q jsonb;
    at int := -1;
    mine uuid := desk_organisation();
    wanted bigint[];
    token_keys bigint[]; token_of int[]; token_weights real[];
    dates bigint[]; date_weights real[];
  BEGIN
    IF mine IS NULL OR NOT desk_role_may('identity', 'add') OR (beside IS NOT NULL AND NOT reads_identity(beside)) THEN RETURN; END IF;
    FOR q IN SELECT * FROM jsonb_array_elements(asked) LOOP
      at := at + 1;
      wanted := ARRAY(SELECT jsonb_array_elements_text(q->'b')::bigint);
      SELECT array_agg((x->>0)::bigint), array_agg((x->>1)::int), array_agg((x->>2)::real) INTO token_keys, token_of, token_weights FROM jsonb_array_elements(q->'t') x;
      SELECT array_agg((x->>0)::bigint), array_agg((x->>1)::real) INTO dates, date_weights FROM jsonb_array_elements(q->'d') x;
      RETURN QUERY
      WITH scored AS MATERIALIZED (
        SELECT p.case_id, desk_private.alike(p, token_keys, token_of, token_weights, (q->>'n')::int, dates, date_weights) AS score
          FROM referral_personkeys p
         WHERE p.blocks && wanted AND p.organisation_id = mine AND p.case_id IS DISTINCT FROM beside
           AND NOT EXISTS (SELECT 1 FROM referral_sameperson s WHERE s.undone_at IS NULL AND beside IS NOT NULL
                 AND s.first_id = least(p.case_id, beside) AND s.second_id = greatest(p.case_id, beside))
      ), ranked AS (
        SELECT x.case_id, x.score, max(x.score) OVER () AS best, count(*) OVER () AS many FROM scored x
         WHERE x.score >= 0.8 AND NOT desk_private.never_known(x.case_id)
      ), told AS (
        -- A clearly better one stands for itself. A name that many have says nothing without a birth date that agrees.
        SELECT r.case_id, reads_identity(r.case_id) AS open FROM ranked r WHERE r.score >= r.best - 0.2 AND (r.many <= 2 OR r.score >= 1.1)
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

DO $alike$
BEGIN
  IF to_regclass('public.referral_personkeys') IS NULL THEN RETURN; END IF;
  CREATE OR REPLACE FUNCTION desk_private.alike(p referral_personkeys, keys bigint[], tokens int[], weights real[], parts int,
    dates bigint[], date_weights real[]) RETURNS real LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (CASE WHEN named.sum < 0.66 * least(parts, p.parts) THEN 0 ELSE 1 END * named.sum / greatest(least(parts, p.parts), 1)
            * CASE WHEN least(parts, p.parts) = 1 THEN CASE WHEN greatest(parts, p.parts) = 1 THEN 0.7 ELSE 0.6 END
                   ELSE 1 - 0.1 * abs(parts - p.parts) END
            + CASE WHEN dates IS NULL OR cardinality(p.born) = 0 THEN -0.04
                   ELSE coalesce((SELECT max(d.weight) FROM unnest(dates, date_weights) d(key, weight) WHERE d.key = ANY (p.born)), -0.5) END)::real
      FROM (SELECT least(coalesce(sum(best), 0), least(parts, p.parts)) AS sum FROM (
              SELECT max(k.weight) AS best FROM unnest(keys, tokens, weights) k(key, token, weight)
               WHERE k.key = ANY (p.tokens) GROUP BY k.token) b) named $$;
END $alike$;
