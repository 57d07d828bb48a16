-- Guardians (rules of practice 20, 21). A guardian decides by an appointment that two people saw, and by nothing else; one who is
-- suspected is shut out at once. The table comes with a later migration than the first run of these files.

-- Whether somebody decides for the child of this journey. Yes or no, for the organisations on the way.
CREATE OR REPLACE FUNCTION guardian_stands(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = of_journey AND p.organisation_id = desk_organisation())
     AND EXISTS (SELECT 1 FROM referral_guardianship g JOIN referral_case c ON c.id = g.case_id
                  WHERE c.journey_id = of_journey AND g.confirmed_at IS NOT NULL AND g.ended_at IS NULL)
     AND NOT desk_private.adult_at(of_journey, now());  -- 64: an adult decides alone
END $$;

-- What a guardian signed before this moment no longer counts: the appointment was false or its guardian suspected.
CREATE OR REPLACE FUNCTION guardian_word_from(of_journey uuid) RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT max(g.ended_at) FROM referral_guardianship g JOIN referral_case c ON c.id = g.case_id
           WHERE c.journey_id = of_journey AND g.end_reason IN ('suspected', 'entered_wrongly')
             AND EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = of_journey AND p.organisation_id = desk_organisation()));
END $$;

-- Asked by most policies: who acts is looked at once.
CREATE OR REPLACE FUNCTION guardian_acts() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  acting jsonb := desk_acting();
BEGIN
  RETURN acting->>'role' = 'guardian'
      OR EXISTS (SELECT 1 FROM accounts_organisation o WHERE o.id = (acting->>'organisation')::uuid AND o.kind = 'guardianship');
END $$;

-- The person came of age (64), or the acting guardian, or the office, was suspected on this journey, and nobody appointed it anew.
CREATE OR REPLACE FUNCTION guardian_barred(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1
SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_private.adult_at(of_journey, now()) THEN RETURN true; END IF;
  RETURN EXISTS (SELECT 1 FROM referral_guardianship g JOIN referral_case c ON c.id = g.case_id
      WHERE c.journey_id = of_journey AND g.end_reason = 'suspected'
        AND (g.organisation_id = desk_organisation() OR (g.organisation_id IS NULL AND desk_role() = 'guardian')))
    AND NOT EXISTS (SELECT 1 FROM referral_guardianship g JOIN referral_case c ON c.id = g.case_id
      WHERE c.journey_id = of_journey AND g.organisation_id = desk_organisation() AND g.confirmed_at IS NOT NULL AND g.ended_at IS NULL);
END $$;

-- Entered in one's own name, for a child, by nobody who would be the guardian. Confirmed once, by another; ended once.
CREATE OR REPLACE FUNCTION guardianship_by_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_user() IS NULL OR desk_role() = 'guardian' THEN
    RAISE EXCEPTION 'a guardian does not appoint' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.entered_by_id <> desk_user() OR NEW.confirmed_at IS NOT NULL OR NEW.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'an appointment is entered, then confirmed' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
         WHERE c.id = NEW.case_id AND j.child AND NOT desk_private.adult_at(j.id, now())) THEN
      RAISE EXCEPTION 'only a child has a guardian' USING ERRCODE = 'check_violation';
    END IF;
    NEW.entered_at := now();
    RETURN NEW;
  END IF;
  IF OLD.ended_at IS NOT NULL OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at, NEW.confirmed_by_id) IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id)) THEN
    RAISE EXCEPTION 'an appointment is confirmed once and ended once' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL THEN
    IF NEW.confirmed_by_id IS DISTINCT FROM desk_user() OR NEW.entered_by_id = desk_user() THEN
      RAISE EXCEPTION 'a second person confirms' USING ERRCODE = 'check_violation';
    END IF;
    NEW.confirmed_at := now();
  END IF;
  IF NEW.ended_at IS NOT NULL THEN
    IF NEW.ended_by_id IS DISTINCT FROM desk_user() THEN RAISE EXCEPTION 'ended in the own name' USING ERRCODE = 'check_violation'; END IF;
    NEW.ended_at := now();
  END IF;
  RETURN NEW;
END $$;

-- The end of a false or suspected one: no message to anybody. The guardian's grants end; what such a guardian agreed to shares nothing new.
CREATE OR REPLACE FUNCTION guardianship_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_journey uuid;
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.end_reason NOT IN ('suspected', 'entered_wrongly') THEN RETURN NULL; END IF;
  SELECT journey_id INTO of_journey FROM referral_case WHERE id = NEW.case_id;
  UPDATE referral_consentitem i SET withdrawn_at = now(), withdrawn_by_id = desk_user()
    FROM referral_consent o JOIN referral_case c ON c.id = o.case_id
   WHERE i.consent_id = o.id AND c.journey_id = of_journey AND o.given_by = 'guardian' AND i.agreed AND i.withdrawn_at IS NULL;
  IF NEW.end_reason = 'suspected' THEN
    DELETE FROM referral_caseusergrant g USING referral_case c, accounts_organisation o
     WHERE g.content_object_id = c.id AND c.journey_id = of_journey AND o.id = c.organisation_id
       AND (NEW.organisation_id IS NULL OR c.organisation_id = NEW.organisation_id)
       AND ((o.kind = 'guardianship' AND c.organisation_id = NEW.organisation_id) OR EXISTS (SELECT 1 FROM accounts_membership m
         WHERE m.user_id = g.user_id AND m.organisation_id = c.organisation_id AND m.role = 'guardian' AND m.ended_at IS NULL));
    DELETE FROM referral_casegroupgrant g USING referral_case c, accounts_organisation o
     WHERE g.content_object_id = c.id AND c.journey_id = of_journey AND o.id = c.organisation_id
       AND o.kind = 'guardianship' AND c.organisation_id = NEW.organisation_id;
  END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'guardian.shut_out', NEW.case_id::text, jsonb_build_object('reason', NEW.end_reason));
  RETURN NULL;
END $$;

-- A guardian's word needs a guardian: in a consent and in a signature. The body with provisional care shares nothing abroad or with authorities.
CREATE OR REPLACE FUNCTION consent_needs_guardian() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.given_by = 'guardian' AND NOT guardian_stands((SELECT journey_id FROM referral_case WHERE id = NEW.case_id)) THEN
    RAISE EXCEPTION 'no guardian was appointed' USING ERRCODE = 'check_violation';
  END IF;
  -- A parent decides while nobody has a doubt about her or him: 66.
  IF NEW.given_by = 'parent' AND parents_word((SELECT journey_id FROM referral_case WHERE id = NEW.case_id)) = '' THEN
    RAISE EXCEPTION 'no parent decides here' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION provisional_care_waits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.agreed AND NEW.purpose IN ('B3', 'B4', 'B5', 'B6', 'B8')
     AND EXISTS (SELECT 1 FROM referral_consent o WHERE o.id = NEW.consent_id AND o.given_by = 'public_body') THEN
    RAISE EXCEPTION 'this waits for the guardian' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION signature_needs_guardian() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.role = 'guardian' AND NOT guardian_stands(NEW.journey_id) THEN
    RAISE EXCEPTION 'no guardian was appointed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DO $guardians$
DECLARE
  t text;
BEGIN
  IF to_regclass('public.referral_guardianship') IS NULL THEN RETURN; END IF;

  CALL desk_private.guard('referral_guardianship', $q$'evidence'$q$, ARRAY['update']);
  REVOKE UPDATE ON referral_guardianship FROM trm_app;
  GRANT UPDATE (confirmed_at, confirmed_by_id, ended_at, ended_by_id, end_reason) ON referral_guardianship TO trm_app;
  DROP POLICY IF EXISTS not_by_guardian ON referral_guardianship;
  CREATE POLICY not_by_guardian ON referral_guardianship AS RESTRICTIVE TO trm_app USING ((SELECT desk_role()) <> 'guardian');
  DROP TRIGGER IF EXISTS by_two ON referral_guardianship;
  CREATE TRIGGER by_two BEFORE INSERT OR UPDATE OF confirmed_at, confirmed_by_id, ended_at, ended_by_id, end_reason ON referral_guardianship
    FOR EACH ROW EXECUTE FUNCTION guardianship_by_two();  -- erasing (89) empties other columns
  DROP TRIGGER IF EXISTS ends ON referral_guardianship;
  CREATE TRIGGER ends AFTER UPDATE OF ended_at ON referral_guardianship FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION guardianship_ends();

  DROP TRIGGER IF EXISTS needs_guardian ON referral_consent;
  CREATE TRIGGER needs_guardian BEFORE INSERT ON referral_consent FOR EACH ROW EXECUTE FUNCTION consent_needs_guardian();
  DROP TRIGGER IF EXISTS provisional_waits ON referral_consentitem;
  CREATE TRIGGER provisional_waits BEFORE INSERT ON referral_consentitem FOR EACH ROW EXECUTE FUNCTION provisional_care_waits();
  DROP TRIGGER IF EXISTS needs_guardian ON referral_gatesignature;
  CREATE TRIGGER needs_guardian BEFORE INSERT ON referral_gatesignature FOR EACH ROW EXECUTE FUNCTION signature_needs_guardian();

  -- Through the case hang the record, the keys and the pages; through the party the journey; through the referral what was sent.
  FOREACH t IN ARRAY ARRAY['referral_case', 'referral_referral', 'referral_journeyparty', 'referral_task', 'referral_notice'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS guardian_not_barred ON %I', t);
    EXECUTE format('CREATE POLICY guardian_not_barred ON %1$I AS RESTRICTIVE TO trm_app USING (
      NOT (SELECT guardian_acts()) OR journey_id IS NULL OR NOT guardian_barred(journey_id))', t);
  END LOOP;
END $guardians$;
