-- Statistics. A role of its own (trm_stats) reads codes of casework, column by column, and writes frozen months and tables; no name, no
-- word, no day of an interview, and nothing of one case twice. The web reads only what was left after small numbers were held back.

-- A month, frozen: journeys and referrals of its year and of the year before, counted by all of their codes. Run with the rights of
-- whoever calls it. Returns the number of rows; none where the month stands already. `union_codes`: member states of the European Union.
CREATE OR REPLACE FUNCTION freeze_month(of_month date, moment timestamptz, union_codes text[]) RETURNS int LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  snap bigint;
  made int;
  more int;
  until timestamptz := (of_month + interval '1 month') AT TIME ZONE 'UTC';
  since timestamptz := make_date(extract(year FROM of_month)::int - 1, 1, 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
  PERFORM pg_advisory_xact_lock(20261130);
  IF EXISTS (SELECT FROM reports_snapshot WHERE month = of_month) THEN RETURN 0; END IF;
  INSERT INTO reports_snapshot (month, taken_at, journeys, referrals) VALUES (of_month, moment, 0, 0) RETURNING id INTO snap;
  -- The case of whoever found the person: the first one where she or he was found. A record that is read under another is the same person.
  INSERT INTO reports_frozenjourneys (snapshot_id, country, year, sex, age, citizenship, form, status, body, reflection, outlook, way, ended, crossing, risk, number)
  WITH file AS (
    SELECT DISTINCT ON (c.journey_id) c.journey_id, c.id, c.status FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
     WHERE j.opened_at >= since AND j.opened_at < until
       AND NOT EXISTS (SELECT FROM referral_merge m WHERE m.other_id = c.id AND m.approved_at IS NOT NULL AND m.ended_at IS NULL)
     ORDER BY c.journey_id, c.side = 'destination' DESC, c.opened_at, c.id)
  SELECT snap, j.found_in, extract(year FROM j.opened_at AT TIME ZONE 'UTC'),
         CASE WHEN s.gender IN ('Feminine', 'TransgenderFeminine') THEN 'female' WHEN s.gender IN ('Masculine', 'TransgenderMasculine') THEN 'male'
              WHEN s.gender = 'NonConforming' THEN 'other' ELSE 'unknown' END,
         CASE WHEN s.age_band IN ('0-8', '9-17', 'child') THEN 'child' WHEN s.age_band = 'unknown' THEN 'unknown' ELSE 'adult' END,
         CASE WHEN s.citizenships[1] IS NULL THEN 'unknown' WHEN j.found_in = ANY (s.citizenships) THEN 'own'
              WHEN s.citizenships::text[] && union_codes THEN 'eu' ELSE 'other' END,
         f.form, f.status, f.body,
         CASE WHEN l.reflection_from IS NULL THEN 'none' ELSE 'granted' END, j.outlook,
         CASE WHEN j.arrived_at IS NOT NULL THEN 'arrived' WHEN j.status = 'in_transit' THEN 'travelling' WHEN j.travel_on IS NOT NULL THEN 'day_set'
              ELSE 'none' END,
         CASE WHEN c.status NOT LIKE 'closed\_%' THEN 'open' WHEN c.status IN ('closed_transferred', 'closed_referred_elsewhere') THEN 'handed_over'
              WHEN c.status IN ('closed_deceased', 'closed_other') THEN 'other'
              ELSE substr(c.status, 8, 12) END,
         CASE WHEN coalesce(cardinality(a.exploitation_countries), 0) = 0 OR coalesce(cardinality(s.citizenships), 0) = 0 THEN 'unknown'
              WHEN a.exploitation_countries::text[] <@ s.citizenships::text[] THEN 'inside' ELSE 'abroad' END,
         coalesce(nullif(s.risk_level, ''), 'none'),
         count(*)
    FROM file c JOIN referral_journey j ON j.id = c.journey_id JOIN referral_summary s ON s.case_id = c.id
    JOIN accounts_organisation o ON o.id = j.opened_by_id LEFT JOIN referral_account a ON a.case_id = c.id LEFT JOIN referral_legal l ON l.case_id = c.id
   CROSS JOIN LATERAL (SELECT
         CASE WHEN coalesce(cardinality(a.exploitation), 0) = 0 THEN 'unknown' WHEN a.exploitation <@ ARRAY['SexualExploitation']::varchar[] THEN 'sexual'
              WHEN a.exploitation <@ ARRAY['ForcedLabour', 'ChildLabour', 'Servitude', 'ForcedBegging', 'OnlineScamWork']::varchar[] THEN 'labour'
              WHEN NOT a.exploitation && ARRAY['SexualExploitation', 'ForcedLabour', 'ChildLabour', 'Servitude', 'ForcedBegging', 'OnlineScamWork']::varchar[]
              THEN 'other' ELSE 'several' END AS form,
         CASE WHEN c.status = 'identified' OR (a.trafficking_status = 'ActualVictimOfTrafficking'
                    AND a.decision_body IN ('Police', 'CourtOrProsecution', 'NonPoliceGovernmentalOrganization')) THEN 'identified' ELSE 'presumed' END AS status,
         CASE WHEN o.kind = 'police' THEN 'police' WHEN o.kind IN ('ngo', 'shelter', 'legal', 'return') THEN 'ngo'
              WHEN o.kind IN ('consulate') THEN 'consulate' WHEN o.kind IN ('international') THEN 'international' ELSE 'authority' END AS body) f
   WHERE j.opened_at >= since AND j.opened_at < until AND c.status <> 'not_identified' AND coalesce(a.trafficking_status, '') <> 'NotAVictimOfTrafficking'
     AND NOT (c.status = 'new' AND coalesce(a.trafficking_status, '') = '')
   GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15;
  GET DIAGNOSTICS made = ROW_COUNT;
  INSERT INTO reports_frozenreferrals (snapshot_id, country, year, kind, place, result, wait, number)
  SELECT snap, s.country, extract(year FROM r.sent_at AT TIME ZONE 'UTC'), r.kind, CASE WHEN s.country = o.country THEN 'inside' ELSE 'abroad' END,
         x.result, CASE WHEN x.result = 'none' OR r.answered_at IS NULL THEN 'none' WHEN r.answered_at - r.sent_at <= interval '1 day' THEN 'day'
              WHEN r.answered_at - r.sent_at <= interval '5 days' THEN 'days_5' WHEN r.answered_at - r.sent_at <= interval '14 days' THEN 'days_14'
              ELSE 'longer' END, count(*)
    FROM referral_referral r JOIN accounts_organisation s ON s.id = r.sender_id JOIN accounts_organisation o ON o.id = r.receiver_id
   CROSS JOIN LATERAL (SELECT CASE WHEN r.status IN ('accepted', 'completed', 'returned') THEN 'accepted' WHEN r.status = 'declined' THEN r.decline_reason
              ELSE 'none' END AS result) x
   WHERE r.sent_at >= since AND r.sent_at < until AND r.kind <> 'information'
   GROUP BY 2, 3, 4, 5, 6, 7;
  GET DIAGNOSTICS more = ROW_COUNT;
  UPDATE reports_snapshot SET journeys = coalesce((SELECT sum(number) FROM reports_frozenjourneys WHERE snapshot_id = snap), 0),
         referrals = coalesce((SELECT sum(number) FROM reports_frozenreferrals WHERE snapshot_id = snap), 0) WHERE id = snap;
  RETURN made + more + 1;
END $$;
REVOKE EXECUTE ON FUNCTION freeze_month(date, timestamptz, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION freeze_month(date, timestamptz, text[]) TO trm_stats;

DO $stats$
DECLARE
  t text;
  one record;
BEGIN
  IF to_regclass('public.reports_snapshot') IS NULL THEN RETURN; END IF;
  -- What the statistics may read of casework: these columns. All are codes or moments; none says who.
  FOR one IN SELECT * FROM (VALUES
    ('referral_journey', 'id, found_in, opened_by_id, opened_at, outlook, status, travel_on, arrived_at'),
    ('referral_case', 'id, journey_id, side, status, opened_at'),
    ('referral_summary', 'case_id, age_band, gender, citizenships, risk_level'),
    ('referral_account', 'case_id, trafficking_status, decision_body, exploitation, exploitation_countries'),
    ('referral_legal', 'case_id, reflection_from'),
    ('referral_merge', 'other_id, approved_at, ended_at'),
    ('referral_referral', 'sender_id, receiver_id, kind, status, sent_at, answered_at, decline_reason'),
    ('accounts_organisation', 'id, country, kind')) AS v (name, columns)
  LOOP
    EXECUTE format('REVOKE ALL ON %I FROM trm_stats', one.name);
    EXECUTE format('GRANT SELECT (%s) ON %I TO trm_stats', one.columns, one.name);
    EXECUTE format('DROP POLICY IF EXISTS statistics ON %I', one.name);
    EXECUTE format('CREATE POLICY statistics ON %I FOR SELECT TO trm_stats USING (true)', one.name);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['reports_snapshot', 'reports_frozenjourneys', 'reports_frozenreferrals', 'reports_cubecell', 'reports_saidcell'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('DROP POLICY IF EXISTS statistics ON %I', t);
    EXECUTE format('CREATE POLICY statistics ON %I TO trm_stats USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE ALL ON %I FROM trm_app', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO trm_stats', t);  -- frozen: never updated, never deleted
  END LOOP;
  GRANT UPDATE (journeys, referrals) ON reports_snapshot TO trm_stats;
  GRANT SELECT (id, month, taken_at) ON reports_snapshot TO trm_app;
  GRANT SELECT ON reports_saidcell TO trm_app;
  DROP POLICY IF EXISTS everybody ON reports_snapshot;
  CREATE POLICY everybody ON reports_snapshot FOR SELECT TO trm_app USING (true);
  DROP POLICY IF EXISTS said ON reports_saidcell;
  CREATE POLICY said ON reports_saidcell FOR SELECT TO trm_app USING (
    NOT inside OR (country = (SELECT desk_country()) AND (SELECT desk_role()) IN ('national_coordinator', 'analyst')));
  GRANT SELECT ON django_migrations TO trm_stats;
END $stats$;
