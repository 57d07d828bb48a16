-- The meeting page of two countries. Only what both sides' coordinators see; nothing of a consulate's requests but how many and how long.
CREATE OR REPLACE FUNCTION meeting_debts(with_country text) RETURNS TABLE (reference text, kind text, body text, since timestamptz, due timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() IS DISTINCT FROM 'national_coordinator' OR with_country = desk_country() THEN RETURN; END IF;
  RETURN QUERY SELECT j.reference::text, d.kind, d.body, d.since, d.due
    FROM desk_private.debts(now(), desk_country()) d JOIN referral_journey j ON j.id = d.journey_id
    JOIN referral_journeyparty p ON p.journey_id = j.id AND p.organisation_id IS NULL AND p.hidden_at IS NULL AND p.country = with_country
    LEFT JOIN referral_referral r ON r.id = d.referral_id
   WHERE d.kind IN ('care', 'help', 'question', 'arrival') AND d.body IN (desk_country(), with_country)
     AND (r.id IS NULL OR (SELECT count(*) FROM accounts_organisation o WHERE o.id IN (r.sender_id, r.receiver_id) AND o.country IN (desk_country(), with_country)) = 2)
     AND (r.id IS NULL OR r.kind <> 'travel_document')
     AND (r.id IS NULL OR (SELECT count(DISTINCT o.country) FROM accounts_organisation o WHERE o.id IN (r.sender_id, r.receiver_id)) = 2)
   ORDER BY coalesce(d.due, d.since), j.reference LIMIT 200;
END $$;

-- Requests of this side's organisations to the consulates of the other that wait: a number and the days of the oldest. The other side is told
-- neither which nor by whom: a request leads to no journey.
CREATE OR REPLACE FUNCTION meeting_documents(asking text, issuing text) RETURNS TABLE (number bigint, oldest timestamptz) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() IS DISTINCT FROM 'national_coordinator' OR desk_country() IS DISTINCT FROM asking THEN RETURN; END IF;
  RETURN QUERY SELECT count(*), min(d.since) FROM desk_private.debts(now(), asking) d WHERE d.kind = 'document' AND d.body = issuing;
END $$;

-- Declined between the two in a period, and why: counts by the country that was asked. No reference: a declined journey left its lists.
CREATE OR REPLACE FUNCTION meeting_declined(with_country text, from_day date, to_day date) RETURNS TABLE (asked text, reason text, number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() IS DISTINCT FROM 'national_coordinator' THEN RETURN; END IF;
  RETURN QUERY SELECT o.country::text, r.decline_reason::text, count(*) FROM referral_referral r
    JOIN accounts_organisation s ON s.id = r.sender_id JOIN accounts_organisation o ON o.id = r.receiver_id
   WHERE r.status = 'declined' AND r.kind NOT IN ('information', 'travel_document') AND r.answered_at >= from_day AND r.answered_at < to_day + 1
     AND ((s.country = desk_country() AND o.country = with_country) OR (s.country = with_country AND o.country = desk_country()))
     AND s.country <> o.country
   GROUP BY 1, 2 ORDER BY 1, 2;
END $$;

-- The other side's coordinators are told that a meeting waits, the preparing side that it was answered.
CREATE OR REPLACE FUNCTION meeting_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
    SELECT DISTINCT ON (m.organisation_id, m.user_id) gen_random_uuid(), m.organisation_id, m.user_id,
           CASE WHEN TG_OP = 'INSERT' THEN 'meeting' ELSE 'meeting_answered' END, now()
      FROM accounts_membership m JOIN accounts_organisation o ON o.id = m.organisation_id
     WHERE m.role = 'national_coordinator' AND m.ended_at IS NULL AND o.country = CASE WHEN TG_OP = 'INSERT' THEN NEW.other ELSE NEW.one END;
  RETURN NULL;
END $$;

-- The side that did not write a decision down is told of it, once until it has looked: whoever has not read of the meeting yet will find it there.
CREATE OR REPLACE FUNCTION decision_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
    SELECT DISTINCT ON (m.organisation_id, m.user_id) gen_random_uuid(), m.organisation_id, m.user_id, 'meeting_decided', now()
      FROM reports_meeting t JOIN accounts_organisation o ON o.country IN (t.one, t.other) AND o.country <> NEW.made_in
      JOIN accounts_membership m ON m.organisation_id = o.id AND m.role = 'national_coordinator' AND m.ended_at IS NULL
     WHERE t.id = NEW.meeting_id AND NOT EXISTS (SELECT 1 FROM referral_notice n WHERE n.user_id = m.user_id AND n.organisation_id = m.organisation_id
       AND n.kind IN ('meeting', 'meeting_answered', 'meeting_decided') AND n.read_at IS NULL);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION decision_is_agreed_by_the_other() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_country() IS NULL THEN RETURN NEW; END IF;  -- the owner alone: no policy lets anybody else come here
  IF NEW.agreed_at IS DISTINCT FROM OLD.agreed_at AND (OLD.agreed_at IS NOT NULL OR OLD.made_in = desk_country()) THEN
    RAISE EXCEPTION 'the other country agrees, once' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.done_at IS DISTINCT FROM OLD.done_at AND OLD.done_at IS NOT NULL THEN
    RAISE EXCEPTION 'what is done stays done' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DO $meeting$
DECLARE
  t text;
BEGIN
  IF to_regclass('public.reports_meeting') IS NULL THEN RETURN; END IF;
  FOREACH t IN ARRAY ARRAY['reports_meeting', 'reports_decision'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;
  DROP POLICY IF EXISTS both_sides ON reports_meeting;
  CREATE POLICY both_sides ON reports_meeting FOR SELECT TO trm_app USING (
    (SELECT desk_role()) = 'national_coordinator' AND (SELECT desk_country()) IN (one, other));
  DROP POLICY IF EXISTS prepared ON reports_meeting;
  CREATE POLICY prepared ON reports_meeting FOR INSERT TO trm_app WITH CHECK (
    (SELECT desk_role()) = 'national_coordinator' AND one = (SELECT desk_country()) AND prepared_by_id = (SELECT desk_user()) AND answer = '');
  DROP POLICY IF EXISTS answered ON reports_meeting;
  CREATE POLICY answered ON reports_meeting FOR UPDATE TO trm_app USING (
    (SELECT desk_role()) = 'national_coordinator' AND other = (SELECT desk_country()) AND answer = '')
    WITH CHECK (other = (SELECT desk_country()) AND answered_by_id = (SELECT desk_user()));
  GRANT UPDATE (answer, answer_on, answered_by_id, answered_at) ON reports_meeting TO trm_app;
  DROP TRIGGER IF EXISTS told ON reports_meeting;
  CREATE TRIGGER told AFTER INSERT OR UPDATE OF answer ON reports_meeting FOR EACH ROW EXECUTE FUNCTION meeting_is_told();
  DROP POLICY IF EXISTS both_sides ON reports_decision;
  CREATE POLICY both_sides ON reports_decision FOR SELECT TO trm_app USING (EXISTS (SELECT 1 FROM reports_meeting m WHERE m.id = reports_decision.meeting_id));
  DROP POLICY IF EXISTS made ON reports_decision;
  CREATE POLICY made ON reports_decision FOR INSERT TO trm_app WITH CHECK (
    made_in = (SELECT desk_country()) AND agreed_at IS NULL AND done_at IS NULL
    AND EXISTS (SELECT 1 FROM reports_meeting m WHERE m.id = reports_decision.meeting_id AND reports_decision.owner IN (m.one, m.other)));
  DROP POLICY IF EXISTS followed ON reports_decision;
  CREATE POLICY followed ON reports_decision FOR UPDATE TO trm_app USING (EXISTS (SELECT 1 FROM reports_meeting m WHERE m.id = reports_decision.meeting_id));
  GRANT UPDATE (agreed_at, done_at) ON reports_decision TO trm_app;
  DROP TRIGGER IF EXISTS told ON reports_decision;
  CREATE TRIGGER told AFTER INSERT ON reports_decision FOR EACH ROW EXECUTE FUNCTION decision_is_told();
  DROP TRIGGER IF EXISTS agreed ON reports_decision;
  CREATE TRIGGER agreed BEFORE UPDATE ON reports_decision FOR EACH ROW EXECUTE FUNCTION decision_is_agreed_by_the_other();
END $meeting$;
