-- Consular alerts. A mission writes one and never reads it; the organisation that got it reads it and takes it up, once.
-- The tables come with a later migration than the first run of these files, so the statements on them wait until they exist.

-- Where an alert may go: to a body of the country where the person stands, which is never the country that the mission represents.
-- And it holds no text of anybody's: the city is the mission's own or none.
CREATE OR REPLACE FUNCTION alert_stays_there() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  me accounts_organisation;
  them accounts_organisation;
BEGIN
  SELECT * INTO me FROM accounts_organisation WHERE id = desk_organisation();
  SELECT * INTO them FROM accounts_organisation WHERE id = NEW.receiver_id;
  IF desk_role() IS DISTINCT FROM 'consular' THEN
    -- Kept after a child's no: the body for the protection of children in the own country, in the own name, and no code of the person.
    IF me.kind IS NOT DISTINCT FROM 'consulate' OR NEW.country IS DISTINCT FROM me.country OR them.country IS DISTINCT FROM me.country OR them.id = me.id
       OR NOT (them.kind = 'guardianship' OR (them.kind = 'social_service' AND 'children' = ANY (them.takes)))
       OR NEW.mission_id IS DISTINCT FROM me.id OR NEW.city NOT IN ('', me.city) OR NEW.minor = 'no' OR NEW.nationality <> ''
       OR NEW.language <> '' OR NEW.reach <> 'sender' OR cardinality(NEW.indicators) > 0 THEN
      RAISE EXCEPTION 'an alert for a child goes to child protection in the own country' USING ERRCODE = 'check_violation';
    END IF;
    NEW.sent_at := now();
    RETURN NEW;
  END IF;
  IF me.kind IS DISTINCT FROM 'consulate' OR me.represents IN ('', NEW.country) OR them.country IS DISTINCT FROM NEW.country
     OR them.kind NOT IN ('guardianship', 'social_service', 'authority', 'coordination', 'ngo', 'shelter', 'international') THEN
    RAISE EXCEPTION 'an alert goes to the country where the person stands' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.mission_id IS DISTINCT FROM me.id AND NEW.mission_id IS NOT NULL OR NEW.city NOT IN ('', me.city) THEN
    RAISE EXCEPTION 'not the mission that sends it' USING ERRCODE = 'check_violation';
  END IF;
  NEW.sent_at := now();
  RETURN NEW;
END $$;

-- The receiver is told that something waits. The mission could not write there.
CREATE OR REPLACE FUNCTION alert_tells_receiver() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_notice (id, organisation_id, kind, made_at) VALUES (gen_random_uuid(), NEW.receiver_id, 'alert', now());
  RETURN NULL;
END $$;

DO $alerts$
BEGIN
  IF to_regclass('public.referral_consularalert') IS NULL THEN RETURN; END IF;

  ALTER TABLE referral_consularalert ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_consularalert FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_consularalert;
  CREATE POLICY owner ON referral_consularalert TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS raised ON referral_consularalert;
  CREATE POLICY raised ON referral_consularalert FOR INSERT TO trm_app WITH CHECK (
    (SELECT desk_role()) IN ('consular', 'first_contact', 'case_manager') AND taken_up_at IS NULL AND taken_up_by_id IS NULL AND reminded_at IS NULL);
  -- The roles are READS_ALERTS in referral/alerts.py.
  DROP POLICY IF EXISTS received ON referral_consularalert;
  CREATE POLICY received ON referral_consularalert FOR SELECT TO trm_app USING (
    receiver_id = (SELECT desk_organisation())
    AND (SELECT desk_role()) IN ('focal_point', 'supervisor', 'case_manager', 'first_contact', 'guardian', 'competent_authority'));
  DROP POLICY IF EXISTS taken_up ON referral_consularalert;
  CREATE POLICY taken_up ON referral_consularalert FOR UPDATE TO trm_app
    USING (receiver_id = (SELECT desk_organisation()) AND taken_up_at IS NULL)
    WITH CHECK (taken_up_by_id = (SELECT desk_user()));
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_consularalert FROM trm_app;
  GRANT UPDATE (taken_up_at, taken_up_by_id) ON referral_consularalert TO trm_app;
  DROP TRIGGER IF EXISTS stays_there ON referral_consularalert;
  CREATE TRIGGER stays_there BEFORE INSERT ON referral_consularalert FOR EACH ROW EXECUTE FUNCTION alert_stays_there();
  ALTER TABLE referral_consularalert ENABLE ALWAYS TRIGGER stays_there;
  DROP TRIGGER IF EXISTS tells_receiver ON referral_consularalert;
  CREATE TRIGGER tells_receiver AFTER INSERT ON referral_consularalert FOR EACH ROW EXECUTE FUNCTION alert_tells_receiver();

  -- Scheduled work sees when and to whom, and whether somebody took it up. Not what it says.
  DROP POLICY IF EXISTS worker ON referral_consularalert;
  CREATE POLICY worker ON referral_consularalert TO trm_worker USING (true) WITH CHECK (true);
  GRANT SELECT (id, receiver_id, sent_at, taken_up_at, reminded_at), UPDATE (reminded_at) ON referral_consularalert TO trm_worker;

  -- A receipt is its officer's own, and stays as it was.
  ALTER TABLE referral_alertreceipt ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_alertreceipt FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_alertreceipt;
  CREATE POLICY owner ON referral_alertreceipt TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS own ON referral_alertreceipt;
  CREATE POLICY own ON referral_alertreceipt TO trm_app
    USING (organisation_id = (SELECT desk_organisation()) AND officer_id = (SELECT desk_user()) AND (SELECT desk_role()) = 'consular')
    WITH CHECK (organisation_id = (SELECT desk_organisation()) AND officer_id = (SELECT desk_user()) AND (SELECT desk_role()) = 'consular');
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_alertreceipt FROM trm_app;
END $alerts$;
