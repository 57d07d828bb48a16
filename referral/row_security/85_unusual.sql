-- Unusual reading: the worker counts entries of the log, never what was read, and writes one line a person, rule and day. Told are
-- the leads of the cases that were read and the data protection officers; never the reader. The thresholds are in referral/unusual.py.

CREATE OR REPLACE FUNCTION note_unusual_reading(rules jsonb, moment timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  made int;
BEGIN
  WITH looked AS (
    SELECT e.organisation, m.user_id, e.at, e.action, e.target, (e.at AT TIME ZONE u.time_zone) AS local
      FROM audit_auditentry e JOIN accounts_membership m ON m.id::text = e.actor AND m.organisation_id = e.organisation
      JOIN accounts_user u ON u.id = m.user_id
     WHERE e.at > moment - interval '30 days' AND e.at <= moment AND (e.action LIKE 'read.%' OR e.action = 'deny.object')),
  night AS (
    SELECT l.*, (l.local - interval '5 hours')::date AS evening FROM looked l
     WHERE l.action LIKE 'read.%' AND (extract(hour FROM l.local) >= (rules->'night'->>'from')::int OR extract(hour FROM l.local) < 5)),
  found AS (
    SELECT organisation, user_id, 'many' AS rule, count(DISTINCT target) AS number, array_agg(DISTINCT target) AS targets FROM looked
     WHERE action LIKE 'read.%' AND at > moment - interval '1 hour' GROUP BY 1, 2
    HAVING count(DISTINCT target) >= (rules->'many'->>'most')::int
    UNION ALL
    SELECT organisation, user_id, 'refused', count(*), '{}' FROM looked
     WHERE action = 'deny.object' AND at > moment - interval '1 hour' GROUP BY 1, 2
    HAVING count(*) >= (rules->'refused'->>'most')::int
    UNION ALL
    -- Whoever works at night often is in the own hours.
    SELECT n.organisation, n.user_id, 'night', count(DISTINCT n.target), array_agg(DISTINCT n.target) FROM night n
     WHERE n.at > moment - interval '1 day'
       AND (SELECT count(DISTINCT o.evening) FROM night o WHERE o.organisation = n.organisation AND o.user_id = n.user_id
             AND o.at <= moment - interval '1 day') < (rules->'night'->>'usual')::int
     GROUP BY 1, 2 HAVING count(DISTINCT n.target) >= (rules->'night'->>'most')::int
    UNION ALL
    -- Came back to a case on several days, and never did anything in it. One line, for the case of which there is most.
    SELECT x.organisation, x.user_id, 'no_work', max(x.days), array_agg(x.target) FROM (
      SELECT l.organisation, l.user_id, l.target, count(DISTINCT l.local::date) AS days FROM looked l
       WHERE l.action LIKE 'read.%' AND l.at > moment - interval '14 days'
         AND NOT EXISTS (SELECT 1 FROM audit_auditentry w JOIN accounts_membership m ON m.id::text = w.actor
               WHERE w.organisation = l.organisation AND w.target = l.target AND m.user_id = l.user_id
                 AND w.action NOT LIKE 'read.%' AND w.action NOT LIKE 'emergency.%')
         AND NOT EXISTS (SELECT 1 FROM referral_case c WHERE c.id::text = l.target AND c.lead_id = l.user_id)
       GROUP BY 1, 2, 3) x
     WHERE x.days >= (rules->'no_work'->>'most')::int GROUP BY 1, 2),
  told AS (
    SELECT f.*, ARRAY(
        SELECT c.lead_id FROM referral_case c WHERE c.organisation_id = f.organisation AND c.id::text = ANY (f.targets) AND c.lead_id <> f.user_id
        UNION SELECT m.user_id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
               WHERE m.organisation_id = f.organisation AND m.role = 'data_protection' AND m.ended_at IS NULL AND m.user_id <> f.user_id) AS who
      FROM found f),
  written AS (
    INSERT INTO referral_unusualreading (id, organisation_id, reader_id, rule, "on", number, told, found_at)
      SELECT gen_random_uuid(), organisation, user_id, rule, moment::date, number, who, moment FROM told WHERE who <> '{}'
      ON CONFLICT (organisation_id, reader_id, rule, "on") DO NOTHING RETURNING organisation_id, told),
  notices AS (
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
      SELECT gen_random_uuid(), w.organisation_id, someone, 'unusual_reading', moment FROM written w, unnest(w.told) AS someone)
  SELECT count(*) INTO made FROM written;
  RETURN made;
END $$;

-- Looked into, by one of the told.
CREATE OR REPLACE FUNCTION look_into_reading(of uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE referral_unusualreading SET seen_at = now(), seen_by_id = desk_user()
   WHERE id = of AND organisation_id = desk_organisation() AND desk_user() = ANY (told) AND seen_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (desk_organisation(), '', 'reading.looked_into', of::text, '{}');
  RETURN true;
END $$;

DO $unusual$
BEGIN
  IF to_regclass('public.referral_unusualreading') IS NULL THEN RETURN; END IF;
  ALTER TABLE referral_unusualreading ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_unusualreading FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_unusualreading;
  CREATE POLICY owner ON referral_unusualreading TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS told ON referral_unusualreading;
  CREATE POLICY told ON referral_unusualreading FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND (SELECT desk_user()) = ANY (told));
  REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON referral_unusualreading FROM trm_app;
END $unusual$;
