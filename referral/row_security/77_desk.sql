-- The coordinator's desk: what bodies owe, the reminders they get, and the figures that the worker counts. No case is read here, and a
-- country counts only the journeys that its coordinators see.

-- What bodies owe, one row for each coordinating country that may know of it: that of the body which asked and that of the body which was
-- asked, and only where its coordinators see the journey. A consulate's request leads to no journey on its own side, so only the asking
-- country reads it here; what police or an authority was told is between the two. What the person decides is never among it.
CREATE OR REPLACE FUNCTION desk_private.debts(moment timestamptz, only_for text) RETURNS TABLE (viewer text, journey_id uuid, referral_id uuid,
  kind text, debtor uuid, body text, since timestamptz, due timestamptz, named boolean) LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
  WITH asked AS NOT MATERIALIZED (
    SELECT r.id, r.journey_id, r.kind AS wish, r.status, r.sent_at, r.answered_at, r.answer_by, s.id AS sender, o.id AS receiver,
           s.country::text AS here, o.country::text AS there, coalesce(nullif(o.represents, ''), o.country)::text AS stands_for
      FROM referral_referral r JOIN accounts_organisation s ON s.id = r.sender_id JOIN accounts_organisation o ON o.id = r.receiver_id
     WHERE r.kind <> 'information' AND r.sent_at IS NOT NULL),
  owed AS (
    SELECT a.journey_id, a.id AS referral_id,
           CASE WHEN a.status = 'asked' THEN 'question' WHEN a.wish = 'travel_document' THEN 'document'
                WHEN a.wish = 'transfer' THEN 'care' ELSE 'help' END AS kind,
           CASE WHEN a.status = 'asked' THEN a.sender ELSE a.receiver END AS debtor,
           CASE WHEN a.status = 'asked' THEN a.here WHEN a.wish = 'travel_document' THEN a.stands_for ELSE a.there END AS body,
           CASE a.status WHEN 'accepted' THEN a.answered_at
                WHEN 'asked' THEN coalesce((SELECT max(m.at) FROM referral_message m WHERE m.referral_id = a.id AND m.kind = 'question'), a.sent_at)
                ELSE a.sent_at END AS since,
           CASE WHEN a.status <> 'accepted' THEN a.answer_by END AS due,
           a.wish IN ('transfer', 'travel_document') AS named, a.here, CASE WHEN a.wish = 'travel_document' THEN a.here ELSE a.there END AS there
      FROM asked a WHERE a.status IN ('sent', 'asked', 'expired') OR (a.status = 'accepted' AND a.wish = 'travel_document')
    UNION ALL
    SELECT a.journey_id, a.id, 'recall', t.organisation_id, CASE WHEN t.organisation_id = a.sender THEN a.here ELSE a.there END, t.made_at,
           (t.due_on + 1)::timestamp AT TIME ZONE coalesce(z.zone, 'UTC'), a.wish = 'transfer', a.here, a.here
      FROM referral_task t JOIN asked a ON a.id = t.referral_id
      LEFT JOIN desk_private.country_zone z ON z.country = CASE WHEN t.organisation_id = a.sender THEN a.here ELSE a.there END
     WHERE t.kind = 'recall' AND t.done_at IS NULL
    UNION ALL
    SELECT j.id, NULL, 'arrival', NULL, coalesce((SELECT l.country::text FROM referral_leg l WHERE l.journey_id = j.id AND l.country <> j.found_in
             ORDER BY l.held_from DESC, l.id LIMIT 1), j.found_in::text), j.arrives_by, j.arrives_by, false, NULL, NULL
      FROM referral_journey j WHERE j.status = 'in_transit' AND j.arrived_at IS NULL AND j.arrives_by < moment)
  SELECT p.country::text, d.journey_id, d.referral_id, d.kind, d.debtor, d.body, d.since, d.due, d.named
    FROM owed d JOIN referral_journeyparty p ON p.journey_id = d.journey_id AND p.organisation_id IS NULL AND p.hidden_at IS NULL
   WHERE (d.here IS NULL OR p.country IN (d.here, d.there)) AND (only_for IS NULL OR p.country = only_for);
END $$;

-- The figures, counted anew by the worker: for each country as a whole, by organisation, and by corridor. These three and no other
-- combination, so that a page reads some hundred rows however many journeys there are. Months are those of the country.
CREATE OR REPLACE FUNCTION refresh_desk(moment timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made int;
BEGIN
  DELETE FROM reports_deskcell;
  INSERT INTO reports_deskcell (country, slice, organisation, found_in, goes_to, figure, month, stage, outlook, kind, body, days, number, late)
  WITH seen AS (
    SELECT p.country::text AS viewer, j.id, j.found_in::text, j.stage, j.outlook::text, j.status, coalesce(z.zone, 'UTC') AS zone,
           p.visible_from, j.closed_at
      FROM referral_journeyparty p JOIN referral_journey j ON j.id = p.journey_id LEFT JOIN desk_private.country_zone z ON z.country = p.country
     WHERE p.organisation_id IS NULL AND p.hidden_at IS NULL),
  holder AS (
    SELECT DISTINCT ON (journey_id, country) journey_id, country, organisation_id FROM referral_leg ORDER BY journey_id, country, held_from DESC, id),
  way AS (
    SELECT DISTINCT ON (l.journey_id) l.journey_id, l.country::text FROM referral_leg l JOIN referral_journey j ON j.id = l.journey_id AND l.country <> j.found_in
     ORDER BY l.journey_id, l.held_from DESC, l.id),
  placed AS (
    SELECT s.*, h.organisation_id AS organisation, coalesce(w.country, '') AS goes_to FROM seen s
      LEFT JOIN holder h ON h.journey_id = s.id AND h.country = s.viewer LEFT JOIN way w ON w.journey_id = s.id),
  answers AS (
    SELECT r.journey_id, r.id, r.kind::text AS wish, r.sent_at, r.answered_at, r.answer_by, o.id AS receiver, s.country AS here,
           CASE WHEN r.kind = 'travel_document' THEN s.country ELSE o.country END AS there,
           CASE WHEN r.kind = 'travel_document' THEN coalesce(nullif(o.represents, ''), o.country) ELSE o.country END::text AS body
      FROM referral_referral r JOIN accounts_organisation s ON s.id = r.sender_id JOIN accounts_organisation o ON o.id = r.receiver_id
     WHERE r.kind <> 'information' AND r.answered_at IS NOT NULL AND r.sent_at IS NOT NULL AND r.status IN ('accepted', 'declined', 'completed')),
  counted AS (
    SELECT viewer, organisation, found_in, goes_to, 'open'::text AS figure, NULL::date AS month, stage, outlook, ''::text AS kind, ''::text AS body,
           NULL::int AS days, false AS late FROM placed WHERE status <> 'closed'
    UNION ALL
    SELECT viewer, organisation, found_in, goes_to, 'came', date_trunc('month', visible_from AT TIME ZONE zone)::date, NULL, '', '', '', NULL, false FROM placed
    UNION ALL
    SELECT viewer, organisation, found_in, goes_to, 'closed', date_trunc('month', closed_at AT TIME ZONE zone)::date, NULL, outlook, '', '', NULL, false
      FROM placed WHERE status = 'closed'
    UNION ALL
    SELECT d.viewer, CASE WHEN d.named THEN d.debtor END, p.found_in, p.goes_to, 'owed', NULL, NULL, '', d.kind, d.body, NULL, coalesce(d.due < moment, false)
      FROM desk_private.debts(moment, NULL) d JOIN placed p ON p.viewer = d.viewer AND p.id = d.journey_id
    UNION ALL
    SELECT p.viewer, CASE WHEN a.wish IN ('transfer', 'travel_document') THEN a.receiver END, p.found_in, p.goes_to, 'answered',
           date_trunc('month', a.answered_at AT TIME ZONE p.zone)::date, NULL, '', a.wish, a.body,
           least(90, greatest(0, floor(extract(epoch FROM a.answered_at - a.sent_at) / 86400)))::int, coalesce(a.answered_at > a.answer_by, false)
      FROM answers a JOIN placed p ON p.id = a.journey_id AND p.viewer IN (a.here, a.there))
  SELECT viewer, CASE WHEN grouping(organisation) = 0 THEN 'organisation' WHEN grouping(found_in) = 0 THEN 'corridor' ELSE 'all' END, organisation,
         coalesce(found_in, ''), coalesce(goes_to, ''), figure, month, stage, outlook, kind, body, days, count(*), count(*) FILTER (WHERE late)
    FROM counted
   GROUP BY GROUPING SETS ((viewer, figure, month, stage, outlook, kind, body, days), (viewer, figure, month, stage, outlook, kind, body, days, organisation),
                           (viewer, figure, month, stage, outlook, kind, body, days, found_in, goes_to))
  HAVING NOT (grouping(organisation) = 0 AND organisation IS NULL);
  GET DIAGNOSTICS made = ROW_COUNT;
  DELETE FROM reports_deskcount;
  INSERT INTO reports_deskcount (id, as_of) VALUES (1, moment);
  RETURN made;
END $$;

-- The newest holder in a country and where the journey goes: for one journey, the same as in the figures.
CREATE OR REPLACE FUNCTION desk_private.goes_to(of_journey uuid) RETURNS text LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT l.country::text FROM referral_leg l JOIN referral_journey j ON j.id = l.journey_id AND l.country <> j.found_in
     WHERE l.journey_id = of_journey ORDER BY l.held_from DESC, l.id LIMIT 1), '');
END $$;

-- What is owed behind a figure, oldest first. References, bodies and days; a service has no name here.
CREATE OR REPLACE FUNCTION desk_debts(of_kind text, of_body text, of_organisation uuid, way_from text, way_to text) RETURNS TABLE (reference text,
  kind text, body text, debtor text, since timestamptz, due timestamptz, reminded_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() IS DISTINCT FROM 'national_coordinator' THEN RETURN; END IF;
  RETURN QUERY SELECT j.reference::text, d.kind, d.body, CASE WHEN d.named THEN o.name::text ELSE '' END, d.since, d.due,
         (SELECT max(m.at) FROM referral_reminder m WHERE m.referral_id = d.referral_id AND m.kind = d.kind)
    FROM desk_private.debts(now(), desk_country()) d JOIN referral_journey j ON j.id = d.journey_id LEFT JOIN accounts_organisation o ON o.id = d.debtor
   WHERE (of_kind = '' OR d.kind = of_kind) AND (of_body = '' OR d.body = of_body) AND (of_organisation IS NULL OR (d.named AND d.debtor = of_organisation))
     AND (way_from = '' OR (j.found_in = way_from AND desk_private.goes_to(j.id) = way_to))
   ORDER BY d.since, j.reference LIMIT 50;
END $$;

-- Answers that were given, slowest first.
CREATE OR REPLACE FUNCTION desk_answers(of_kind text, of_organisation uuid, way_from text, way_to text, from_day timestamptz) RETURNS TABLE (
  reference text, kind text, body text, answerer text, sent_at timestamptz, answered_at timestamptz, late boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() IS DISTINCT FROM 'national_coordinator' THEN RETURN; END IF;
  RETURN QUERY SELECT j.reference::text, r.kind::text,
         CASE WHEN r.kind = 'travel_document' THEN coalesce(nullif(o.represents, ''), o.country) ELSE o.country END::text,
         CASE WHEN r.kind IN ('transfer', 'travel_document') THEN o.name::text ELSE '' END, r.sent_at, r.answered_at, coalesce(r.answered_at > r.answer_by, false)
    FROM referral_referral r JOIN referral_journey j ON j.id = r.journey_id
    JOIN referral_journeyparty p ON p.journey_id = j.id AND p.organisation_id IS NULL AND p.hidden_at IS NULL AND p.country = desk_country()
    JOIN accounts_organisation s ON s.id = r.sender_id JOIN accounts_organisation o ON o.id = r.receiver_id
   WHERE r.kind <> 'information' AND r.status IN ('accepted', 'declined', 'completed') AND r.answered_at >= from_day AND r.sent_at IS NOT NULL
     AND (of_kind = '' OR r.kind = of_kind) AND desk_country() IN (s.country, CASE WHEN r.kind = 'travel_document' THEN s.country ELSE o.country END)
     AND (of_organisation IS NULL OR (r.kind IN ('transfer', 'travel_document') AND o.id = of_organisation))
     AND (way_from = '' OR (j.found_in = way_from AND desk_private.goes_to(j.id) = way_to))
   ORDER BY r.answered_at - r.sent_at DESC, j.reference LIMIT 50;
END $$;

-- A friendly reminder to every body behind a figure: a notice that names no journey and nobody. At most one for each thing in three days,
-- whoever sends it; a body without account cannot read it, so the one that asked is told to ring. Returns how many were reminded.
CREATE OR REPLACE FUNCTION remind_bodies(of_kind text, of_body text, of_organisation uuid, way_from text, way_to text) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d record;
  sent int := 0;
BEGIN
  IF desk_role() IS DISTINCT FROM 'national_coordinator' OR of_kind NOT IN ('care', 'help', 'document', 'question', 'recall') THEN
    RAISE EXCEPTION 'not yours to remind' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(20261128);
  FOR d IN SELECT x.*, o.has_account, r.sender_id FROM desk_private.debts(now(), desk_country()) x JOIN referral_journey j ON j.id = x.journey_id
      JOIN referral_referral r ON r.id = x.referral_id JOIN accounts_organisation o ON o.id = x.debtor
     WHERE x.kind = of_kind AND x.body = of_body AND (of_organisation IS NULL OR (x.named AND x.debtor = of_organisation))
       AND (way_from = '' OR (j.found_in = way_from AND desk_private.goes_to(j.id) = way_to))
       AND NOT EXISTS (SELECT 1 FROM referral_reminder m WHERE m.referral_id = x.referral_id AND m.kind = x.kind AND m.at > now() - interval '3 days')
  LOOP
    INSERT INTO referral_reminder (id, referral_id, kind, country, by_id, at) VALUES (gen_random_uuid(), d.referral_id, d.kind, desk_country(), desk_user(), now());
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, journey_id, referral_id, made_at)
      VALUES (gen_random_uuid(), CASE WHEN d.has_account THEN d.debtor ELSE d.sender_id END, NULL,
              CASE WHEN d.has_account THEN 'reminder' ELSE 'reminder_ring' END, NULL, d.referral_id, now());
    sent := sent + 1;
  END LOOP;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'desk.reminded', of_kind, jsonb_build_object('country', of_body, 'number', sent));
  RETURN sent;
END $$;

DO $desk$
DECLARE
  t text;
BEGIN
  IF to_regclass('public.referral_reminder') IS NOT NULL THEN
    ALTER TABLE referral_reminder ENABLE ROW LEVEL SECURITY;
    ALTER TABLE referral_reminder FORCE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS owner ON referral_reminder;
    CREATE POLICY owner ON referral_reminder TO trm_owner USING (true) WITH CHECK (true);
    REVOKE ALL ON referral_reminder FROM trm_app;  -- written and read through the doors above
  END IF;
  IF to_regclass('public.reports_deskcell') IS NULL THEN RETURN; END IF;
  FOREACH t IN ARRAY ARRAY['reports_deskcell', 'reports_deskcount'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;
  DROP POLICY IF EXISTS own_country ON reports_deskcell;
  CREATE POLICY own_country ON reports_deskcell FOR SELECT TO trm_app USING (
    country = (SELECT desk_country()) AND (SELECT desk_role()) = 'national_coordinator');
  DROP POLICY IF EXISTS coordinators ON reports_deskcount;
  CREATE POLICY coordinators ON reports_deskcount FOR SELECT TO trm_app USING ((SELECT desk_role()) = 'national_coordinator');
  GRANT SELECT ON reports_deskcount TO trm_worker;
  DROP POLICY IF EXISTS worker ON reports_deskcount;
  CREATE POLICY worker ON reports_deskcount FOR SELECT TO trm_worker USING (true);
END $desk$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
