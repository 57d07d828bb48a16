-- Statistics. A role of its own (trm_stats) reads codes of casework, column by column, and writes frozen months and tables; no name, no
-- word, no day of an interview, and nothing of one case twice. The web reads only what was left after small numbers were held back.

-- How long a reflection period is, as a band: from its days, or as it was kept when they were erased. Without a last day it is the law's.
CREATE OR REPLACE FUNCTION reflection_days(begins date, ends date, kept text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN begins IS NULL THEN kept WHEN ends IS NULL THEN 'law' WHEN ends - begins < 30 THEN 'under_30' WHEN ends - begins < 45 THEN 'to_44'
              WHEN ends - begins < 90 THEN 'to_89' ELSE 'over_89' END $$;

-- A month, frozen: journeys and referrals of its year and of the year before, counted by their codes. Run with the rights of whoever calls
-- it. Returns the number of rows; none where the month stands already. `union_codes`: member states of the European Union. `calendar`:
-- public holidays (`free`) and the clock (`zones`) by country; a Saturday and a Sunday are free everywhere.
-- Journeys are read in one statement, so that no two tables of the same people are of different moments.
DROP FUNCTION IF EXISTS freeze_month(date, timestamptz, text[]);
CREATE OR REPLACE FUNCTION freeze_month(of_month date, moment timestamptz, union_codes text[], calendar jsonb) RETURNS int LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  snap bigint;
  made int;
  more int;
  zones jsonb := calendar -> 'zones';
  until timestamptz := (of_month + interval '1 month') AT TIME ZONE 'UTC';
  since timestamptz := make_date(extract(year FROM of_month)::int - 1, 1, 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
  PERFORM pg_advisory_xact_lock(20261130);
  IF EXISTS (SELECT FROM reports_snapshot WHERE month = of_month) THEN RETURN 0; END IF;
  INSERT INTO reports_snapshot (month, taken_at, journeys, referrals) VALUES (of_month, moment, 0, 0) RETURNING id INTO snap;
  -- The case of whoever found the person: the first one where she or he was found. A record that is read under another is the same person.
  WITH file AS (
    SELECT DISTINCT ON (c.journey_id) c.journey_id, c.id, c.status, c.pause_reason FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
     WHERE j.opened_at >= since AND j.opened_at < until
       AND NOT EXISTS (SELECT FROM referral_merge m WHERE m.other_id = c.id AND m.approved_at IS NOT NULL AND m.ended_at IS NULL)
     ORDER BY c.journey_id, c.side = 'destination' DESC, c.opened_at, c.id),
  -- Every file of a person, whoever keeps it: plans, money and visits are often those of who receives.
  files AS MATERIALIZED (
    SELECT c.id AS case_id, coalesce(main.journey_id, c.journey_id) AS journey_id FROM referral_case c
      LEFT JOIN referral_merge m ON m.other_id = c.id AND m.approved_at IS NOT NULL AND m.ended_at IS NULL
      LEFT JOIN referral_case main ON main.id = m.main_id
      JOIN referral_journey j ON j.id = coalesce(main.journey_id, c.journey_id) AND j.opened_at >= since AND j.opened_at < until),
  -- The first talk about consent; and whoever said no to a whole purpose, there or later. Where an answer waits for a guardian, nobody said no.
  talk AS (
    SELECT DISTINCT ON (f.journey_id) f.journey_id, k.language, k.interpreter FROM referral_consent k JOIN files f USING (case_id)
     WHERE NOT k.ahead ORDER BY f.journey_id, k.given_at, k.id),
  refusal AS (
    SELECT DISTINCT f.journey_id FROM referral_consentitem i JOIN referral_consent k ON k.id = i.consent_id JOIN files f ON f.case_id = k.case_id
     WHERE NOT i.agreed AND NOT k.ahead AND k.assent <> 'not_asked' AND k.given_by <> 'public_body'
       AND NOT EXISTS (SELECT FROM referral_consentitem y WHERE y.consent_id = i.consent_id AND y.purpose = i.purpose AND y.agreed
                                                            AND y.receiver_id IS NOT DISTINCT FROM i.receiver_id)),
  goals AS (
    SELECT f.journey_id, count(*) AS agreed, count(*) FILTER (WHERE g.status = 'done') AS done,
           count(*) FILTER (WHERE g.status IN ('ongoing', 'done')) AS begun
      FROM referral_plangoal g JOIN files f USING (case_id) WHERE g.status IN ('agreed', 'ongoing', 'done') GROUP BY 1),
  help AS (SELECT DISTINCT journey_id FROM referral_referral WHERE kind <> 'information' AND status IN ('accepted', 'completed', 'returned')),
  told AS (
    SELECT f.journey_id, bool_or(a.question = 'exploited_again' AND a.value = 'yes') AS again,
           bool_or(a.question = 'exploited_again' AND a.value = 'no') AS not_again,
           (array_agg(a.value ORDER BY v.visited_on DESC, a.id) FILTER (WHERE a.question = 'school_percent' AND a.value ~ '^[0-9]{1,3}$'))[1]::int AS school
      FROM referral_answer a JOIN referral_visit v ON v.assessment_id = a.assessment_id JOIN files f ON f.case_id = v.case_id
     WHERE v.result = 'reached' AND a.question IN ('exploited_again', 'school_percent') GROUP BY 1),
  coded AS MATERIALIZED (
  SELECT j.id AS journey_id, j.found_in AS country, extract(year FROM j.opened_at AT TIME ZONE 'UTC')::int AS year,
         CASE WHEN s.gender IN ('Feminine', 'TransgenderFeminine') THEN 'female' WHEN s.gender IN ('Masculine', 'TransgenderMasculine') THEN 'male'
              WHEN s.gender = 'NonConforming' THEN 'other' ELSE 'unknown' END AS sex,
         y.age, s.age_band,
         CASE WHEN s.citizenships[1] IS NULL THEN 'unknown' WHEN j.found_in = ANY (s.citizenships) THEN 'own'
              WHEN s.citizenships::text[] && union_codes THEN 'eu' ELSE 'other' END AS citizenship,
         (SELECT n.code FROM unnest(s.citizenships) WITH ORDINALITY AS n (code, place) ORDER BY n.code = ANY (union_codes) DESC, n.place LIMIT 1) AS nation,
         y.form, CASE WHEN cardinality(a.exploitation) = 1 THEN left(a.exploitation[1], 32) ELSE 'several' END AS form_part,
         y.status, y.body,
         CASE WHEN y.days = '' THEN 'none' ELSE 'granted' END AS reflection, y.days,
         j.outlook,
         CASE WHEN j.arrived_at IS NOT NULL THEN 'arrived' WHEN j.status = 'in_transit' THEN 'travelling' WHEN c.status = 'left_on_own' THEN 'own'
              WHEN c.status = 'return_suspended' THEN 'paused' WHEN c.status = 'return_approved' THEN 'approved' WHEN j.travel_on IS NOT NULL THEN 'day_set'
              WHEN c.status = 'return_requested' THEN 'asked' ELSE 'none' END AS way,
         CASE WHEN c.pause_reason = '' THEN 'unknown' ELSE c.pause_reason END AS why,
         CASE WHEN j.arrived_at IS NOT NULL THEN 'arrived' WHEN j.status = 'in_transit' THEN 'travelling' WHEN j.travel_on IS NOT NULL THEN 'day_set'
              ELSE 'none' END AS travel,
         CASE WHEN c.status NOT LIKE 'closed\_%' THEN 'open' WHEN c.status IN ('closed_transferred', 'closed_referred_elsewhere') THEN 'handed_over'
              WHEN c.status IN ('closed_deceased', 'closed_other') THEN 'other'
              ELSE substr(c.status, 8, 12) END AS ended,
         CASE WHEN coalesce(cardinality(a.exploitation_countries), 0) = 0 OR coalesce(cardinality(s.citizenships), 0) = 0 THEN 'unknown'
              WHEN a.exploitation_countries::text[] <@ s.citizenships::text[] THEN 'inside' ELSE 'abroad' END AS crossing,
         coalesce(nullif(s.risk_level, ''), 'none') AS risk,
         CASE WHEN t.language IS NULL OR t.language = '' OR coalesce(cardinality(s.languages), 0) = 0 THEN 'unknown' WHEN t.language <> ALL (s.languages) THEN 'other'
              WHEN t.interpreter IN ('present', 'remote') THEN 'interpreter' ELSE 'own' END AS informed,
         CASE WHEN r.journey_id IS NULL THEN 'agreed' WHEN h.journey_id IS NOT NULL OR g.begun > 0 THEN 'helped' ELSE 'refused' END AS answer,
         CASE WHEN g.agreed IS NULL THEN 'none' WHEN g.done = 0 THEN 'nothing' WHEN g.done = g.agreed THEN 'all' WHEN g.done * 2 < g.agreed THEN 'less'
              ELSE 'more' END AS plan,
         CASE WHEN w.again THEN 'yes' WHEN w.not_again THEN 'no' ELSE 'unknown' END AS again,
         CASE WHEN y.age <> 'child' OR w.school IS NULL THEN 'unknown' WHEN w.school >= 80 THEN 'regular' WHEN w.school > 0 THEN 'sometimes'
              ELSE 'no' END AS school
    FROM file c JOIN referral_journey j ON j.id = c.journey_id JOIN referral_summary s ON s.case_id = c.id
    JOIN accounts_organisation o ON o.id = j.opened_by_id LEFT JOIN referral_account a ON a.case_id = c.id LEFT JOIN referral_legal l ON l.case_id = c.id
    LEFT JOIN talk t ON t.journey_id = j.id LEFT JOIN refusal r ON r.journey_id = j.id LEFT JOIN goals g ON g.journey_id = j.id
    LEFT JOIN help h ON h.journey_id = j.id LEFT JOIN told w ON w.journey_id = j.id
   CROSS JOIN LATERAL (SELECT
         coalesce(reflection_days(l.reflection_from, l.reflection_to, l.reflection_kept), '') AS days,
         CASE WHEN s.age_band IN ('0-8', '9-17', 'child') THEN 'child' WHEN s.age_band IN ('unknown', '') THEN 'unknown' ELSE 'adult' END AS age,
         CASE WHEN coalesce(cardinality(a.exploitation), 0) = 0 THEN 'unknown' WHEN a.exploitation <@ ARRAY['SexualExploitation']::varchar[] THEN 'sexual'
              WHEN a.exploitation <@ ARRAY['ForcedLabour', 'ChildLabour', 'Servitude', 'ForcedBegging', 'OnlineScamWork']::varchar[] THEN 'labour'
              WHEN NOT a.exploitation && ARRAY['SexualExploitation', 'ForcedLabour', 'ChildLabour', 'Servitude', 'ForcedBegging', 'OnlineScamWork']::varchar[]
              THEN 'other' ELSE 'several' END AS form,
         CASE WHEN c.status = 'identified' OR (a.trafficking_status = 'ActualVictimOfTrafficking'
                    AND a.decision_body IN ('Police', 'CourtOrProsecution', 'NonPoliceGovernmentalOrganization')) THEN 'identified' ELSE 'presumed' END AS status,
         CASE WHEN o.kind = 'police' THEN 'police' WHEN o.kind IN ('ngo', 'shelter', 'legal', 'return') THEN 'ngo'
              WHEN o.kind IN ('consulate') THEN 'consulate' WHEN o.kind IN ('international') THEN 'international' ELSE 'authority' END AS body) y
   WHERE j.opened_at >= since AND j.opened_at < until AND c.status <> 'not_identified' AND coalesce(a.trafficking_status, '') <> 'NotAVictimOfTrafficking'
     AND NOT (c.status = 'new' AND coalesce(a.trafficking_status, '') = '')),
  frozen AS (
    INSERT INTO reports_frozenjourneys (snapshot_id, country, year, sex, age, citizenship, form, status, body, reflection, outlook, way, ended, crossing, risk, number)
    SELECT snap, country, year, sex, age, citizenship, form, status, body, reflection, outlook, travel, ended, crossing, risk, count(*) FROM coded
     GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 RETURNING 1),
  -- What is asked in these tables is asked of few codes at once: it goes into the tables and nowhere else.
  cells AS (
    INSERT INTO reports_cubecell (snapshot_id, country, year, cube, "row", "column", number)
    SELECT snap, d.country, d.year, x.cube, x.r, x.c, count(*) FROM coded d CROSS JOIN LATERAL (VALUES
      ('citizenship', d.citizenship, CASE WHEN d.citizenship IN ('eu', 'other') THEN d.nation ELSE '*' END),
      ('age', d.age, CASE WHEN d.age = 'unknown' THEN '*' ELSE d.age_band END), ('form', d.form, CASE WHEN d.form IN ('labour', 'other') THEN d.form_part ELSE '*' END),
      ('reflection', d.reflection, coalesce(nullif(d.days, ''), '*')),
      ('way', d.way, CASE d.way WHEN 'arrived' THEN d.age WHEN 'paused' THEN d.why ELSE '*' END),
      ('informed', d.informed, d.answer), ('plan', d.plan, '*'), ('again', d.again, '*'), ('school', d.school, '*')) AS x (cube, r, c)
     GROUP BY 2, 3, 4, 5, 6),
  -- Money: whoever has some of a family of measures planned or spent, by how much is planned, and how much of it is spent.
  lines AS (
    SELECT d.country, d.year, d.journey_id, z.family, sum(x.planned) AS planned, sum(x.paid) AS paid
      FROM referral_budgetline z JOIN files f USING (case_id) JOIN coded d USING (journey_id)
      LEFT JOIN (SELECT p.line_id, sum(p.amount) AS amount FROM referral_payment p GROUP BY 1) p ON p.line_id = z.id
     CROSS JOIN LATERAL (SELECT CASE WHEN z.status = 'cancelled' THEN 0 ELSE z.quantity * z.unit_cost * z.rate END AS planned,
                                coalesce(p.amount, 0) * z.rate AS paid) x
     GROUP BY 1, 2, 3, 4 HAVING sum(x.planned) > 0 OR sum(x.paid) > 0),
  money AS (
    INSERT INTO reports_cubecell (snapshot_id, country, year, cube, "row", "column", number)
    SELECT snap, country, year, 'b_' || family, CASE WHEN greatest(planned, paid) <= 500 THEN 'to_500' WHEN greatest(planned, paid) <= 2000 THEN 'to_2000' ELSE 'over' END,
           CASE WHEN paid <= 0 THEN 'nothing' WHEN paid < planned THEN 'part' ELSE 'all' END, count(*)
      FROM lines GROUP BY 2, 3, 4, 5, 6)
  SELECT count(*) INTO made FROM frozen;
  -- How people are some months after the return, by the year of the visit: those who answered in all three dimensions.
  INSERT INTO reports_cubecell (snapshot_id, country, year, cube, "row", "column", number)
  SELECT snap, v.country, v.year, x.dimension || '_' || v.months, CASE WHEN x.percent >= 66 THEN 'sustainable' WHEN x.percent >= 50 THEN 'at_risk' ELSE 'critical' END,
         '*', count(*)
    FROM (SELECT DISTINCT ON (c.journey_id, v.months) j.found_in AS country, extract(year FROM v.visited_on)::int AS year, v.months, v.economic, v.social, v.psychosocial
            FROM referral_visit v JOIN referral_case c ON c.id = v.case_id JOIN referral_journey j ON j.id = c.journey_id
           WHERE v.result = 'reached' AND v.months IN (1, 3, 6, 12) AND v.visited_on >= since AT TIME ZONE 'UTC' AND v.visited_on < until AT TIME ZONE 'UTC'
             AND v.economic IS NOT NULL AND v.social IS NOT NULL AND v.psychosocial IS NOT NULL
             AND NOT EXISTS (SELECT FROM referral_case n WHERE n.journey_id = c.journey_id AND n.status = 'not_identified')
           ORDER BY c.journey_id, v.months, v.visited_on DESC, v.id) v
   CROSS JOIN LATERAL (VALUES ('economic', v.economic), ('social', v.social), ('psychosocial', v.psychosocial)) AS x (dimension, percent)
   GROUP BY 2, 3, 4, 5;
  -- The first sign of whoever was asked: a question or an answer, within working days of where that body is, each day at the hour of sending.
  -- Nobody knows beforehand how many days a calendar has: taken for one, it would be gone through anew for each referral.
  PERFORM set_config('enable_nestloop', 'off', true);
  WITH off AS MATERIALIZED (SELECT e.key AS country, d.day::date AS day FROM jsonb_each(calendar -> 'free') e CROSS JOIN jsonb_array_elements_text(e.value) d (day)),
  days AS MATERIALIZED (
    SELECT c.country, d.day::date AS day, count(*) FILTER (WHERE extract(isodow FROM d.day) < 6 AND f.day IS NULL) OVER (PARTITION BY c.country ORDER BY d.day) AS number
      FROM (SELECT DISTINCT o.country::text FROM accounts_organisation o) c
     CROSS JOIN generate_series((since - interval '2 days')::date, (until + interval '45 days')::date, '1 day') AS d (day)
      LEFT JOIN off f ON f.country = c.country AND f.day = d.day::date),
  -- Days of one number are a working day and the free ones after it, so the third after each of them is the first day of that number and three.
  works AS (SELECT country, number, lead(min(day), 3) OVER w AS third, lead(min(day), 10) OVER w AS tenth FROM days GROUP BY 1, 2
            WINDOW w AS (PARTITION BY country ORDER BY number)),
  clock AS MATERIALIZED (SELECT d.country, d.day, w.third, w.tenth FROM days d JOIN works w USING (country, number)),
  asked AS (
    SELECT m.referral_id, min(m.at) AS at FROM referral_message m JOIN referral_referral r ON r.id = m.referral_id AND r.receiver_id = m.sender_id
     WHERE m.kind IN ('question', 'accept', 'decline') AND r.sent_at >= since AND r.sent_at < until GROUP BY 1),
  coded AS MATERIALIZED (
  SELECT s.country, extract(year FROM r.sent_at AT TIME ZONE 'UTC')::int AS year, r.kind, x.goes_to, CASE WHEN s.country = x.goes_to THEN 'inside' ELSE 'abroad' END AS place,
         CASE coalesce(cardinality(r.services), 0) WHEN 0 THEN 'unnamed' WHEN 1 THEN r.services[1] ELSE 'several' END AS service,
         x.result, CASE WHEN x.result = 'none' OR r.answered_at IS NULL THEN 'none' WHEN r.answered_at - r.sent_at <= interval '1 day' THEN 'day'
              WHEN r.answered_at - r.sent_at <= interval '5 days' THEN 'days_5' WHEN r.answered_at - r.sent_at <= interval '14 days' THEN 'days_14'
              ELSE 'longer' END AS wait,
         CASE WHEN y.sign IS NULL THEN 'none' WHEN y.sign - r.sent_at <= interval '1 day' THEN 'day'
              WHEN y.sign <= (w.third + z.hour) AT TIME ZONE z.zone THEN 'days_3' WHEN y.sign <= (w.tenth + z.hour) AT TIME ZONE z.zone THEN 'days_10'
              ELSE 'longer' END AS sign
    FROM referral_referral r JOIN accounts_organisation s ON s.id = r.sender_id JOIN accounts_organisation o ON o.id = r.receiver_id
   -- A consulate stands for the country it represents.
   CROSS JOIN LATERAL (SELECT coalesce(nullif(o.represents, ''), o.country) AS goes_to,
         CASE WHEN r.status IN ('accepted', 'completed', 'returned') THEN 'accepted' WHEN r.status = 'declined' THEN r.decline_reason ELSE 'none' END AS result) x
    LEFT JOIN asked q ON q.referral_id = r.id
   CROSS JOIN LATERAL (SELECT least(q.at, CASE WHEN x.result <> 'none' THEN r.answered_at END) AS sign) y
   CROSS JOIN LATERAL (SELECT coalesce(zones ->> o.country, 'UTC') AS zone, (r.sent_at AT TIME ZONE coalesce(zones ->> o.country, 'UTC'))::date AS day,
                              (r.sent_at AT TIME ZONE coalesce(zones ->> o.country, 'UTC'))::time AS hour) z
    JOIN clock w ON w.country = o.country AND w.day = z.day
   WHERE r.sent_at >= since AND r.sent_at < until AND r.kind <> 'information'),
  frozen AS (
    INSERT INTO reports_frozenreferrals (snapshot_id, country, year, kind, place, result, wait, number)
    SELECT snap, country, year, kind, place, result, wait, count(*) FROM coded GROUP BY 2, 3, 4, 5, 6, 7 RETURNING 1),
  cells AS (
    INSERT INTO reports_cubecell (snapshot_id, country, year, cube, "row", "column", number)
    SELECT snap, d.country, d.year, x.cube, x.r, x.c, count(*) FROM coded d CROSS JOIN LATERAL (VALUES
      ('place', CASE d.place WHEN 'abroad' THEN d.goes_to ELSE d.place END, d.sign),
      ('kind', d.kind, CASE d.kind WHEN 'service' THEN d.service ELSE '*' END)) AS x (cube, r, c)
     GROUP BY 2, 3, 4, 5, 6)
  SELECT count(*) INTO more FROM frozen;
  PERFORM set_config('enable_nestloop', 'on', true);
  -- What there is: bodies that take referrals, and their places. No person stands behind these numbers; how many places are free does not stand
  -- here, since what is not free is somebody.
  INSERT INTO reports_cubecell (snapshot_id, country, year, cube, "row", "column", number)
  SELECT snap, o.country, extract(year FROM of_month), 'capacity', x.service, y.what, sum(y.number)
    FROM accounts_organisation o CROSS JOIN LATERAL (SELECT unnest(o.services) UNION SELECT '*') AS x (service)
   CROSS JOIN LATERAL (VALUES ('bodies', 1), ('places', coalesce(o.capacity, 0))) AS y (what, number)
   WHERE o.is_active AND o.accepts_referrals GROUP BY 2, 5, 6;
  UPDATE reports_snapshot SET journeys = coalesce((SELECT sum(number) FROM reports_frozenjourneys WHERE snapshot_id = snap), 0),
         referrals = coalesce((SELECT sum(number) FROM reports_frozenreferrals WHERE snapshot_id = snap), 0) WHERE id = snap;
  RETURN made + more + 1;
END $$;
REVOKE EXECUTE ON FUNCTION freeze_month(date, timestamptz, text[], jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION freeze_month(date, timestamptz, text[], jsonb) TO trm_stats;

DO $stats$
DECLARE
  t text;
  one record;
BEGIN
  IF to_regclass('public.reports_snapshot') IS NULL THEN RETURN; END IF;
  -- What the statistics may read of casework: these columns. All are codes or moments; none says who.
  FOR one IN SELECT * FROM (VALUES
    ('referral_journey', 'id, found_in, opened_by_id, opened_at, outlook, status, travel_on, arrived_at'),
    ('referral_case', 'id, journey_id, side, status, pause_reason, opened_at'),
    ('referral_summary', 'case_id, age_band, gender, citizenships, languages, risk_level'),
    ('referral_account', 'case_id, trafficking_status, decision_body, exploitation, exploitation_countries'),
    ('referral_legal', 'case_id, reflection_from, reflection_to, reflection_kept'),
    ('referral_merge', 'main_id, other_id, approved_at, ended_at'),
    ('referral_referral', 'id, journey_id, sender_id, receiver_id, kind, services, status, sent_at, answered_at, decline_reason'),
    ('referral_message', 'referral_id, sender_id, kind, at'),
    ('referral_consent', 'id, case_id, language, interpreter, given_by, assent, ahead, given_at'),
    ('referral_consentitem', 'consent_id, purpose, receiver_id, agreed'),
    ('referral_plangoal', 'case_id, status'),
    ('referral_budgetline', 'id, case_id, family, quantity, unit_cost, rate, status'),
    ('referral_payment', 'line_id, amount'),
    ('referral_visit', 'id, case_id, months, visited_on, result, assessment_id, economic, social, psychosocial'),
    ('referral_answer', 'id, assessment_id, question, value'),
    ('accounts_organisation', 'id, country, represents, kind, services, capacity, is_active, accepts_referrals')) AS v (name, columns)
  LOOP
    EXECUTE format('REVOKE ALL ON %I FROM trm_stats', one.name);
    -- These files also run in an earlier migration than the one that brings the newest columns.
    EXECUTE format('GRANT SELECT (%s) ON %I TO trm_stats', (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
                   WHERE attrelid = one.name::regclass AND attname = ANY (string_to_array(one.columns, ', '))), one.name);
    EXECUTE format('DROP POLICY IF EXISTS statistics ON %I', one.name);
    EXECUTE format('CREATE POLICY statistics ON %I FOR SELECT TO trm_stats USING (true)', one.name);
  END LOOP;
  -- Of answers two questions alone: a yes or a no, and a percent.
  DROP POLICY statistics ON referral_answer;
  CREATE POLICY statistics ON referral_answer FOR SELECT TO trm_stats USING (question IN ('exploited_again', 'school_percent'));
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
