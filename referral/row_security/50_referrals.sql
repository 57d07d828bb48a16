-- Referrals point to two organisations. Packages and their parts are the only thing that crosses.

ALTER TABLE referral_referral ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_referral FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON referral_referral;
CREATE POLICY owner ON referral_referral TO trm_owner USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS seen ON referral_referral;
CREATE POLICY seen ON referral_referral FOR SELECT TO trm_app USING (
  (SELECT desk_role_may('referral', 'read')) AND (
    sender_id = (SELECT desk_organisation())
    OR (receiver_id = (SELECT desk_organisation()) AND sent_at IS NOT NULL)));
DROP POLICY IF EXISTS begun ON referral_referral;
CREATE POLICY begun ON referral_referral FOR INSERT TO trm_app WITH CHECK (
  sender_id = (SELECT desk_organisation()) AND (SELECT desk_role_may('referral', 'add'))
  AND EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = referral_referral.journey_id));
DROP POLICY IF EXISTS answered ON referral_referral;
CREATE POLICY answered ON referral_referral FOR UPDATE TO trm_app USING (
  (SELECT desk_role_may('referral', 'write')) AND (
    sender_id = (SELECT desk_organisation())
    OR (receiver_id = (SELECT desk_organisation()) AND sent_at IS NOT NULL)));
REVOKE DELETE, TRUNCATE ON referral_referral FROM trm_app;

-- What was packed for one receiver never goes to another. Each side sets its own statuses.
CREATE OR REPLACE FUNCTION referral_keeps_its_parties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.journey_id, NEW.sender_id, NEW.receiver_id, NEW.in_name_of_id, NEW.kind, NEW.side, NEW.stage)
     IS DISTINCT FROM (OLD.journey_id, OLD.sender_id, OLD.receiver_id, OLD.in_name_of_id, OLD.kind, OLD.side, OLD.stage) THEN
    RAISE EXCEPTION 'a referral keeps its parties' USING ERRCODE = 'check_violation';
  END IF;
  -- A receiver without an account speaks through the doors of 56, which run as the owner.
  IF NEW.status <> OLD.status AND NEW.status <> 'expired' AND NOT (current_user = 'trm_owner'
       AND EXISTS (SELECT 1 FROM public.accounts_organisation o WHERE o.id = NEW.receiver_id AND NOT o.has_account)) AND (OLD.status IN ('declined', 'withdrawn', 'completed')
     OR public.desk_organisation() <> CASE WHEN NEW.status IN ('sent', 'withdrawn') THEN NEW.sender_id ELSE NEW.receiver_id END) THEN
    RAISE EXCEPTION 'not a status that this side sets now' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS keeps_its_parties ON referral_referral;
CREATE TRIGGER keeps_its_parties BEFORE UPDATE ON referral_referral FOR EACH ROW EXECUTE FUNCTION referral_keeps_its_parties();

ALTER TABLE referral_package ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_package FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON referral_package;
CREATE POLICY owner ON referral_package TO trm_owner USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS seen ON referral_package;
CREATE POLICY seen ON referral_package FOR SELECT TO trm_app USING (
  EXISTS (SELECT 1 FROM referral_referral r WHERE r.id = referral_package.referral_id));
DROP POLICY IF EXISTS packed ON referral_package;
CREATE POLICY packed ON referral_package FOR INSERT TO trm_app WITH CHECK (
  sender_id = (SELECT desk_organisation())
  AND EXISTS (SELECT 1 FROM referral_referral r JOIN referral_case c ON c.journey_id = r.journey_id WHERE r.id = referral_package.referral_id));
REVOKE UPDATE, DELETE, TRUNCATE ON referral_package FROM trm_app;

-- A part: its sender with a grant on the own case; its receiver the summary while an answer is awaited, the identified part once
-- accepted, with a grant on the case opened from it (or, where no case is opened, by the role's ceiling).
ALTER TABLE referral_packagepart ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_packagepart FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON referral_packagepart;
CREATE POLICY owner ON referral_packagepart TO trm_owner USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS seen ON referral_packagepart;
CREATE POLICY seen ON referral_packagepart FOR SELECT TO trm_app USING (
  EXISTS (SELECT 1 FROM referral_package k JOIN referral_referral r ON r.id = k.referral_id
   WHERE k.id = referral_packagepart.package_id AND (
     EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = r.journey_id
              AND (k.sender_id = (SELECT desk_organisation()) OR r.status IN ('accepted', 'completed')))
     OR (k.sender_id <> (SELECT desk_organisation()) AND referral_packagepart.layer = 'summary'
         AND r.status IN ('sent', 'asked', 'expired', 'accepted', 'completed'))
     OR (k.sender_id <> (SELECT desk_organisation()) AND r.status IN ('accepted', 'completed')
         AND r.kind IN ('travel_document', 'information')
         AND EXISTS (SELECT 1 FROM referral_accessrule a WHERE a.role = (SELECT desk_role())
              AND a.data_class = referral_packagepart.data_class AND a.side = r.side AND a.stage = r.stage AND a.can_read)))));
DROP POLICY IF EXISTS packed ON referral_packagepart;
CREATE POLICY packed ON referral_packagepart FOR INSERT TO trm_app WITH CHECK (
  EXISTS (SELECT 1 FROM referral_package k WHERE k.id = referral_packagepart.package_id
     AND k.referral_id = referral_packagepart.referral_id AND k.sender_id = (SELECT desk_organisation()))
  AND EXISTS (SELECT 1 FROM referral_referral r JOIN referral_case c ON c.journey_id = r.journey_id WHERE r.id = referral_packagepart.referral_id));
REVOKE UPDATE, DELETE, TRUNCATE ON referral_packagepart FROM trm_app;
GRANT UPDATE (taken_at) ON referral_packagepart TO trm_app;
DROP POLICY IF EXISTS taken ON referral_packagepart;
CREATE POLICY taken ON referral_packagepart FOR UPDATE TO trm_app USING (
  EXISTS (SELECT 1 FROM referral_package k JOIN referral_referral r ON r.id = k.referral_id JOIN referral_case c ON c.journey_id = r.journey_id
   WHERE k.id = referral_packagepart.package_id AND k.sender_id <> (SELECT desk_organisation()) AND r.status IN ('accepted', 'completed')));

-- From an asylum claim, or by the instruction of the summary, the person's own state learns nothing (rules of practice, 9). Where the
-- citizenship is not known, every other state is meant. The codes are `PROTECTED` in referral/forms/legal.py.
-- Whether a lawyer lifted it, and whom else a claim leaves out: 58. In plpgsql, because that column is younger than the first run of these files.
CREATE OR REPLACE FUNCTION desk_private.kept_from(of_case uuid, state text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM public.referral_case c JOIN public.accounts_organisation o ON o.id = c.organisation_id
      JOIN public.referral_summary s ON s.case_id = c.id LEFT JOIN public.referral_legal l ON l.case_id = c.id
    WHERE c.id = of_case AND state <> '' AND (state = ANY (s.citizenships) OR (s.citizenships = '{}' AND state <> o.country))
      AND ((l.asylum IN ('claimed', 'granted', 'temporary') AND l.asylum_lift = '') OR 'no_authority_of_origin' = ANY (s.safety_flags)));
END $$;

-- What was consented is what crosses: no part without a live consent of the sender's own case for this class, receiver and purpose.
CREATE OR REPLACE FUNCTION part_needs_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.layer = 'summary' AND NEW.data_class NOT IN ('summary', 'services', 'risk') THEN
    RAISE EXCEPTION 'this class shows nothing before accepting' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM referral_package k JOIN referral_consent o ON o.id = k.consent_id JOIN referral_referral r ON r.id = k.referral_id
      JOIN accounts_organisation a ON a.id = CASE WHEN k.sender_id = r.sender_id THEN r.receiver_id ELSE r.sender_id END
     WHERE k.id = NEW.package_id AND (desk_private.closed_to(o.case_id, a.country)
       OR (a.kind IN ('police', 'authority', 'consulate', 'social_service', 'guardianship', 'coordination')
           AND (desk_private.kept_from(o.case_id, a.country) OR desk_private.kept_from(o.case_id, a.represents))))) THEN
    RAISE EXCEPTION 'this state is not asked' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM referral_package k
      JOIN referral_referral r ON r.id = k.referral_id
      JOIN referral_consent o ON o.id = k.consent_id
      JOIN referral_case c ON c.id = o.case_id AND c.journey_id = r.journey_id AND c.organisation_id = k.sender_id
      JOIN referral_consentitem i ON i.consent_id = o.id
     WHERE k.id = NEW.package_id AND o.given_by <> 'not_recorded'
       AND desk_private.consent_holds(o.given_by, o.ahead, r.journey_id)  -- 64: from 18 on the person's own word
       AND NOT (desk_private.is_kept(c.id, NEW.data_class) AND EXISTS (SELECT 1 FROM accounts_organisation a
             WHERE a.id = i.receiver_id AND a.kind = 'guardianship'))
       AND i.purpose = k.purpose AND i.data_class = NEW.data_class AND i.agreed AND i.withdrawn_at IS NULL
       AND i.receiver_id = CASE WHEN k.sender_id = r.sender_id THEN r.receiver_id ELSE r.sender_id END) THEN
    RAISE EXCEPTION 'no consent covers this part' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS needs_consent ON referral_packagepart;
CREATE TRIGGER needs_consent BEFORE INSERT ON referral_packagepart FOR EACH ROW EXECUTE FUNCTION part_needs_consent();
ALTER TABLE referral_packagepart ENABLE ALWAYS TRIGGER needs_consent;

ALTER TABLE referral_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_message FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON referral_message;
CREATE POLICY owner ON referral_message TO trm_owner USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS seen ON referral_message;
CREATE POLICY seen ON referral_message FOR SELECT TO trm_app USING (
  EXISTS (SELECT 1 FROM referral_referral r WHERE r.id = referral_message.referral_id));
DROP POLICY IF EXISTS said ON referral_message;
CREATE POLICY said ON referral_message FOR INSERT TO trm_app WITH CHECK (
  sender_id = (SELECT desk_organisation()) AND EXISTS (SELECT 1 FROM referral_referral r WHERE r.id = referral_message.referral_id));
REVOKE UPDATE, DELETE, TRUNCATE ON referral_message FROM trm_app;
