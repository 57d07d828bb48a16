-- A question without a name (rules of practice, 9): while a claim closes the country of origin, a non-state organisation there may be asked
-- whether some help exists, if the person wishes. Codes only. The receiver has no policy on the table: two doors show it the question
-- and take the answer. No package is tied to it, and none can go there meanwhile (50).

CREATE OR REPLACE FUNCTION desk_private.is_non_state(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT kind IN ('ngo', 'shelter', 'legal', 'international') $$;

-- It begins. Whatever was sent, the database says who asks, when and of which case.
CREATE OR REPLACE FUNCTION enquiry_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  SELECT x.* INTO c FROM referral_case x WHERE x.id = NEW.case_id AND x.organisation_id = desk_organisation();
  IF NOT FOUND OR NOT desk_private.works_on(NEW.case_id) OR NOT desk_private.ceiling('legal', c.side, c.stage, 'read')
     OR NOT desk_private.ceiling('referral', c.side, c.stage, 'add') THEN
    RAISE EXCEPTION 'not yours to ask' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM accounts_organisation o JOIN referral_legal l ON l.case_id = c.id
      WHERE o.id = NEW.receiver_id AND o.is_active AND o.has_account AND o.accepts_referrals AND desk_private.is_non_state(o.kind)
        AND l.origin_wish = 'anonymous' AND desk_private.closed_to(c.id, o.country)) THEN
    RAISE EXCEPTION 'only a non-state organisation, and as the person wishes' USING ERRCODE = 'check_violation';
  END IF;
  NEW.journey_id := c.journey_id; NEW.organisation_id := c.organisation_id; NEW.asked_by_id := desk_user(); NEW.asked_at := now();
  NEW.answer := ''; NEW.answered_at := NULL; NEW.closed_at := NULL;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'enquiry.asked', c.id::text, jsonb_build_object('number', NEW.number));
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at) VALUES (gen_random_uuid(), NEW.receiver_id, NULL, 'enquiry_came', now());
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION enquiries_received() RETURNS TABLE (id uuid, number text, country text, asks text, services text[], whom text, asked_at timestamptz,
  answer text, answered_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT e.id, e.number::text, s.country::text, e.asks::text, e.services::text[], e.whom::text, e.asked_at, e.answer::text, e.answered_at
    FROM referral_anonymousenquiry e JOIN accounts_organisation s ON s.id = e.organisation_id JOIN accounts_organisation r ON r.id = e.receiver_id
   WHERE e.receiver_id = desk_organisation() AND desk_role_may('referral', 'write') AND e.closed_at IS NULL AND desk_private.is_non_state(r.kind)
   ORDER BY e.asked_at DESC, e.id;
END $$;

-- Once, by the receiver. '' or answered.
CREATE OR REPLACE FUNCTION answer_enquiry(of uuid, reply text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  SELECT * INTO e FROM referral_anonymousenquiry WHERE id = of FOR UPDATE;
  IF NOT FOUND OR reply NOT IN ('yes', 'no', 'not_known') OR NOT EXISTS (SELECT 1 FROM enquiries_received() x WHERE x.id = of) THEN
    RAISE EXCEPTION 'not asked of you' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF e.answered_at IS NOT NULL THEN RETURN 'answered'; END IF;
  UPDATE referral_anonymousenquiry SET answer = reply, answered_at = now() WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'enquiry.answered', of::text, jsonb_build_object('number', e.number));
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at) VALUES (gen_random_uuid(), e.organisation_id, e.asked_by_id, 'enquiry_answered', now());
  RETURN '';
END $$;

DO $enquiry$
BEGIN
  IF to_regclass('public.referral_anonymousenquiry') IS NULL THEN RETURN; END IF;
  ALTER TABLE referral_anonymousenquiry ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_anonymousenquiry FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_anonymousenquiry;
  CREATE POLICY owner ON referral_anonymousenquiry TO trm_owner USING (true) WITH CHECK (true);
  -- Who may read about the claim reads these: they tell that there is one.
  DROP POLICY IF EXISTS of_case ON referral_anonymousenquiry;
  CREATE POLICY of_case ON referral_anonymousenquiry FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND EXISTS (SELECT 1 FROM referral_legal l WHERE l.case_id = referral_anonymousenquiry.case_id));
  DROP POLICY IF EXISTS asked ON referral_anonymousenquiry;
  CREATE POLICY asked ON referral_anonymousenquiry FOR INSERT TO trm_app WITH CHECK (
    organisation_id = (SELECT desk_organisation()) AND asked_by_id = (SELECT desk_user()));
  DROP POLICY IF EXISTS kept_apart ON referral_anonymousenquiry;
  CREATE POLICY kept_apart ON referral_anonymousenquiry AS RESTRICTIVE TO trm_app USING (journey_id <> ALL ((SELECT kept_apart())::uuid[]));
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_anonymousenquiry FROM trm_app;
  DROP TRIGGER IF EXISTS begins ON referral_anonymousenquiry;
  CREATE TRIGGER begins BEFORE INSERT ON referral_anonymousenquiry FOR EACH ROW EXECUTE FUNCTION enquiry_begins();
  ALTER TABLE referral_anonymousenquiry ENABLE ALWAYS TRIGGER begins;
END $enquiry$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
