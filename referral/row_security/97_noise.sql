-- Tables with random noise (`reports/noise_models.py`, docs/adr/0046). Proposed by a country's coordinator, agreed to by somebody else of that
-- country's coordination; then the ledger is charged here, not by the application, and the role of the statistics writes the numbers, once.

-- What may be spent for the people of one year in this installation: STATISTICS_NOISE_BUDGET, written by `secure_rows`.
CREATE TABLE IF NOT EXISTS desk_private.noise_budget (yearly numeric NOT NULL CHECK (yearly >= 0));

CREATE OR REPLACE FUNCTION noise_budget() RETURNS numeric LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT yearly FROM desk_private.noise_budget), 0)
$$;

-- The sum over all countries, for whoever may ask for a table: the lines of other countries stay closed.
CREATE OR REPLACE FUNCTION noise_spent(of_year int) RETURNS numeric LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_user() IS NULL OR desk_role() NOT IN ('national_coordinator', 'analyst') THEN
    RAISE EXCEPTION 'not asked by a coordination' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN coalesce((SELECT sum(epsilon) FROM reports_noisespent WHERE year = of_year), 0);
END $$;

-- One after the other: two that are agreed to at once see each other's cost.
CREATE OR REPLACE FUNCTION noise_is_charged() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(20261129);
  IF (SELECT coalesce(sum(epsilon), 0) FROM reports_noisespent WHERE year = NEW.year) + NEW.epsilon > noise_budget() THEN
    RAISE EXCEPTION 'the budget of this year does not bear it' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO reports_noisespent (release_id, country, cube, month, year, epsilon, reason, proposed_by_id, approved_by_id, spent_at)
    VALUES (NEW.id, NEW.country, NEW.cube, NEW.month, NEW.year, NEW.epsilon, NEW.reason, NEW.proposed_by_id, NEW.answered_by_id, clock_timestamp());
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION noise_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'what was spent and drawn stays' USING ERRCODE = 'insufficient_privilege';
END $$;

-- That a table waits, whoever may agree in that country's coordination; that it was answered, whoever proposed it. No number, no table.
CREATE OR REPLACE FUNCTION noise_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  told text := CASE TG_OP WHEN 'INSERT' THEN 'noise_asked' ELSE 'noise_answered' END;
BEGIN
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
    SELECT DISTINCT ON (m.organisation_id, m.user_id) gen_random_uuid(), m.organisation_id, m.user_id, told, now()
      FROM accounts_membership m JOIN accounts_organisation o ON o.id = m.organisation_id JOIN accounts_user u ON u.id = m.user_id AND u.is_active
     WHERE o.country = NEW.country AND m.ended_at IS NULL AND m.role IN ('national_coordinator', 'analyst')
       AND (m.user_id = NEW.proposed_by_id) = (told = 'noise_answered')
       AND NOT EXISTS (SELECT 1 FROM referral_notice n WHERE n.organisation_id = m.organisation_id AND n.user_id = m.user_id AND n.kind = told
             AND n.read_at IS NULL AND n.made_at > now() - interval '1 day');
  RETURN NULL;
END $$;

DO $noise$
DECLARE
  t text;
BEGIN
  IF to_regclass('public.reports_noisyrelease') IS NULL THEN RETURN; END IF;
  FOREACH t IN ARRAY ARRAY['reports_noisyrelease', 'reports_noisycell', 'reports_noisespent'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE ALL ON %I FROM trm_app, trm_stats', t);
    EXECUTE format('GRANT SELECT ON %I TO trm_app', t);
  END LOOP;
  GRANT INSERT ON reports_noisyrelease TO trm_app;
  GRANT UPDATE (state, answered_by_id, answered_at) ON reports_noisyrelease TO trm_app;
  GRANT SELECT (id, country, cube, month, year, epsilon, sensitivity, state, drawn_at), UPDATE (drawn_at) ON reports_noisyrelease TO trm_stats;
  GRANT SELECT, INSERT ON reports_noisycell TO trm_stats;
  GRANT SELECT (release_id) ON reports_noisespent TO trm_stats;

  -- The lines and cells of the own country, for its coordination.
  DROP POLICY IF EXISTS own_country ON reports_noisyrelease;
  CREATE POLICY own_country ON reports_noisyrelease FOR SELECT TO trm_app USING (
    country = (SELECT desk_country()) AND (SELECT desk_role()) IN ('national_coordinator', 'analyst'));
  DROP POLICY IF EXISTS own_country ON reports_noisespent;
  CREATE POLICY own_country ON reports_noisespent FOR SELECT TO trm_app USING (
    country = (SELECT desk_country()) AND (SELECT desk_role()) IN ('national_coordinator', 'analyst'));
  DROP POLICY IF EXISTS own_country ON reports_noisycell;
  CREATE POLICY own_country ON reports_noisycell FOR SELECT TO trm_app USING (EXISTS (SELECT 1 FROM reports_noisyrelease r WHERE r.id = of_id));

  DROP POLICY IF EXISTS proposed ON reports_noisyrelease;
  CREATE POLICY proposed ON reports_noisyrelease FOR INSERT TO trm_app WITH CHECK (
    (SELECT desk_role()) = 'national_coordinator' AND country = (SELECT desk_country()) AND proposed_by_id = (SELECT desk_user())
    AND state = 'waiting' AND drawn_at IS NULL AND sensitivity >= 2
    AND year BETWEEN extract(year FROM month) - 1 AND extract(year FROM month)
    AND EXISTS (SELECT 1 FROM reports_snapshot s WHERE s.month = reports_noisyrelease.month));
  DROP POLICY IF EXISTS answered ON reports_noisyrelease;
  CREATE POLICY answered ON reports_noisyrelease FOR UPDATE TO trm_app USING (
    state = 'waiting' AND country = (SELECT desk_country()) AND (SELECT desk_role()) IN ('national_coordinator', 'analyst'))
    WITH CHECK (
      (state IN ('agreed', 'refused') AND answered_by_id = (SELECT desk_user()) AND proposed_by_id <> (SELECT desk_user()))
      OR (state = 'withdrawn' AND proposed_by_id = (SELECT desk_user())));

  -- The role of the statistics: what was paid for, while it has no numbers.
  DROP POLICY IF EXISTS agreed ON reports_noisyrelease;
  CREATE POLICY agreed ON reports_noisyrelease FOR SELECT TO trm_stats USING (state = 'agreed');
  DROP POLICY IF EXISTS drawn ON reports_noisyrelease;
  CREATE POLICY drawn ON reports_noisyrelease FOR UPDATE TO trm_stats USING (state = 'agreed' AND drawn_at IS NULL) WITH CHECK (drawn_at IS NOT NULL);
  DROP POLICY IF EXISTS charged ON reports_noisespent;
  CREATE POLICY charged ON reports_noisespent FOR SELECT TO trm_stats USING (true);
  DROP POLICY IF EXISTS statistics ON reports_noisycell;
  CREATE POLICY statistics ON reports_noisycell FOR SELECT TO trm_stats USING (true);
  DROP POLICY IF EXISTS drawn ON reports_noisycell;
  CREATE POLICY drawn ON reports_noisycell FOR INSERT TO trm_stats WITH CHECK (
    EXISTS (SELECT 1 FROM reports_noisyrelease r JOIN reports_noisespent s ON s.release_id = r.id WHERE r.id = of_id AND r.drawn_at IS NULL));

  DROP TRIGGER IF EXISTS is_charged ON reports_noisyrelease;
  CREATE TRIGGER is_charged AFTER UPDATE OF state ON reports_noisyrelease FOR EACH ROW
    WHEN (OLD.state = 'waiting' AND NEW.state = 'agreed') EXECUTE FUNCTION noise_is_charged();
  DROP TRIGGER IF EXISTS is_told ON reports_noisyrelease;
  CREATE TRIGGER is_told AFTER INSERT ON reports_noisyrelease FOR EACH ROW EXECUTE FUNCTION noise_is_told();
  DROP TRIGGER IF EXISTS answer_is_told ON reports_noisyrelease;
  CREATE TRIGGER answer_is_told AFTER UPDATE OF state ON reports_noisyrelease FOR EACH ROW
    WHEN (OLD.state = 'waiting' AND NEW.state IN ('agreed', 'refused')) EXECUTE FUNCTION noise_is_told();
  -- No row of it, not by the owner of the tables either; whole neither (98_not_emptied.sql).
  FOREACH t IN ARRAY ARRAY['reports_noisycell', 'reports_noisespent'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS stays ON %I', t);
    EXECUTE format('CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION noise_stays()', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER stays', t);
  END LOOP;
END $noise$;
REVOKE EXECUTE ON FUNCTION noise_budget(), noise_spent(int), noise_is_charged(), noise_stays(), noise_is_told() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION noise_budget(), noise_spent(int) TO trm_app;
