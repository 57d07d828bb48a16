-- The register of data-sharing agreements (`referral/models/sharing_agreement.py`). Whoever works in the organisation may know which are
-- confirmed, so that what goes elsewhere can say so; what waits, those who keep the register; a country's coordinator what its organisations
-- have confirmed. Nobody confirms what they entered. The table comes with a later migration, so the statements wait until it exists.
CREATE OR REPLACE FUNCTION agreement_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_user() IS NULL THEN RETURN NEW; END IF;  -- the owner alone: no policy lets anybody else come here
  IF OLD.state = 'waiting' AND NEW.ended_on IS NULL AND (
       (NEW.state IN ('confirmed', 'refused') AND NEW.answered_by_id = desk_user() AND OLD.entered_by_id <> desk_user())
       OR (NEW.state = 'withdrawn' AND OLD.entered_by_id = desk_user())) THEN
    RETURN NEW;
  END IF;
  IF OLD.state = 'confirmed' AND NEW.state = 'confirmed' AND OLD.ended_on IS NULL AND NEW.ended_on IS NOT NULL AND NEW.ended_by_id = desk_user()
     AND (NEW.answered_by_id, NEW.answered_at) IS NOT DISTINCT FROM (OLD.answered_by_id, OLD.answered_at)
     AND desk_role() IN ('data_protection', 'national_coordinator') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an agreement is confirmed by a second person, and ends once' USING ERRCODE = 'check_violation';
END $$;

-- That one waits, those who may confirm it; that it was answered, whoever entered it. A notice names no body.
CREATE OR REPLACE FUNCTION agreement_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
      SELECT gen_random_uuid(), NEW.organisation_id, u.id, 'agreement_asked', now()
        FROM (SELECT DISTINCT u.id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
               WHERE m.organisation_id = NEW.organisation_id AND m.ended_at IS NULL AND u.id <> NEW.entered_by_id
                 AND m.role IN ('data_protection', 'national_coordinator', 'supervisor', 'organisation_admin')) u;
  ELSE
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
      VALUES (gen_random_uuid(), NEW.organisation_id, NEW.entered_by_id, 'agreement_answered', now());
  END IF;
  RETURN NULL;
END $$;

-- 60 days before its end, once: who keeps it, and data protection. Not where the next one with the same body is confirmed already.
-- The scheduled work is told a number.
CREATE OR REPLACE FUNCTION remind_of_agreements(moment timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
  told int := 0;
BEGIN
  IF to_regclass('public.referral_sharingagreement') IS NULL THEN RETURN 0; END IF;
  FOR a IN UPDATE referral_sharingagreement x SET reminded_at = moment
     WHERE x.state = 'confirmed' AND x.reminded_at IS NULL AND x.ended_on IS NULL AND x.until - 60 <= moment::date
    RETURNING x.*
  LOOP
    CONTINUE WHEN EXISTS (SELECT 1 FROM referral_sharingagreement n WHERE n.organisation_id = a.organisation_id AND n.state = 'confirmed'
      AND n.ended_on IS NULL AND n.until > a.until AND n.from_on <= a.until + 1 AND n.other_id IS NOT DISTINCT FROM a.other_id AND n.body = a.body);
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
      SELECT gen_random_uuid(), a.organisation_id, u.id, 'agreement_ends', moment
        FROM (SELECT DISTINCT u.id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
               WHERE m.organisation_id = a.organisation_id AND m.ended_at IS NULL AND (u.id = a.keeper_id OR m.role = 'data_protection')) u;
    told := told + 1;
  END LOOP;
  RETURN told;
END $$;

DO $agreements$
BEGIN
  IF to_regclass('public.referral_sharingagreement') IS NULL THEN RETURN; END IF;
  ALTER TABLE referral_sharingagreement ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_sharingagreement FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_sharingagreement;
  CREATE POLICY owner ON referral_sharingagreement TO trm_owner USING (true) WITH CHECK (true);
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_sharingagreement FROM trm_app;
  GRANT UPDATE (state, answered_by_id, answered_at, ended_on, ended_by_id) ON referral_sharingagreement TO trm_app;

  DROP POLICY IF EXISTS known ON referral_sharingagreement;
  CREATE POLICY known ON referral_sharingagreement FOR SELECT TO trm_app USING (
    (organisation_id = (SELECT desk_organisation()) AND (state = 'confirmed'
      OR (SELECT desk_role()) IN ('data_protection', 'national_coordinator', 'supervisor', 'organisation_admin')))
    OR (state = 'confirmed' AND (SELECT desk_role()) = 'national_coordinator'
      AND EXISTS (SELECT 1 FROM accounts_organisation o WHERE o.id = organisation_id AND o.country = (SELECT desk_country()))));
  DROP POLICY IF EXISTS entered ON referral_sharingagreement;
  CREATE POLICY entered ON referral_sharingagreement FOR INSERT TO trm_app WITH CHECK (
    organisation_id = (SELECT desk_organisation()) AND (SELECT desk_role()) IN ('data_protection', 'national_coordinator')
    AND entered_by_id = (SELECT desk_user()) AND state = 'waiting' AND ended_on IS NULL AND reminded_at IS NULL);
  DROP POLICY IF EXISTS answered ON referral_sharingagreement;
  CREATE POLICY answered ON referral_sharingagreement FOR UPDATE TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND state IN ('waiting', 'confirmed')
    AND (SELECT desk_role()) IN ('data_protection', 'national_coordinator', 'supervisor', 'organisation_admin'))
    WITH CHECK (organisation_id = (SELECT desk_organisation()));

  DROP TRIGGER IF EXISTS moves ON referral_sharingagreement;
  CREATE TRIGGER moves BEFORE UPDATE ON referral_sharingagreement FOR EACH ROW EXECUTE FUNCTION agreement_moves();
  DROP TRIGGER IF EXISTS is_told ON referral_sharingagreement;
  CREATE TRIGGER is_told AFTER INSERT ON referral_sharingagreement FOR EACH ROW EXECUTE FUNCTION agreement_is_told();
  DROP TRIGGER IF EXISTS answer_is_told ON referral_sharingagreement;
  CREATE TRIGGER answer_is_told AFTER UPDATE OF state ON referral_sharingagreement FOR EACH ROW
    WHEN (OLD.state = 'waiting' AND NEW.state IN ('confirmed', 'refused')) EXECUTE FUNCTION agreement_is_told();
END $agreements$;

-- Scheduled work alone reminds; this file comes after 90, which gives every door to the application.
REVOKE EXECUTE ON FUNCTION agreement_moves(), agreement_is_told(), remind_of_agreements(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agreement_moves(), agreement_is_told() TO trm_app;
GRANT EXECUTE ON FUNCTION remind_of_agreements(timestamptz) TO trm_worker;
REVOKE EXECUTE ON FUNCTION remind_of_agreements(timestamptz) FROM trm_app;
