-- A gate passes without what it asks for in two ways only: the period is given up (G2), or an adult refuses, informed (G4, G5, G9).
-- Neither stands without a word on why, kept in the signer's own case, by the role that may say it (rules of practice 1 and 24).
CREATE OR REPLACE FUNCTION given_up_with_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e record;
  child boolean := EXISTS (SELECT 1 FROM referral_journey j WHERE j.id = NEW.journey_id AND j.child AND NOT desk_private.adult_at(j.id, now()));
BEGIN
  SELECT x.* INTO e FROM referral_evidence x JOIN referral_case c ON c.id = x.case_id
   WHERE x.id = NEW.evidence AND c.journey_id = NEW.journey_id AND c.organisation_id = NEW.organisation_id AND x.gate = NEW.kind
     AND x.withdrawn_at IS NULL AND x.text <> ''::bytea;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'given up without a reason' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.outcome = 'informed_refusal' AND child THEN
    RAISE EXCEPTION 'a refusal does not pass for a child' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.role <> 'case_manager' AND NOT (child AND NEW.role = 'guardian') THEN
    RAISE EXCEPTION 'not said by the role that may' USING ERRCODE = 'check_violation';
  END IF;
  -- For a child the authority agreed: its name and the day of its word.
  IF NEW.outcome = 'waived' AND child AND (e.issuer = ''::bytea OR e.dated_on IS NULL) THEN
    RAISE EXCEPTION 'the authority is not named' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DO $gates$
BEGIN
  IF to_regclass('public.referral_gatesignature') IS NULL THEN RETURN; END IF;
  DROP TRIGGER IF EXISTS given_up_with_words ON referral_gatesignature;
  CREATE TRIGGER given_up_with_words BEFORE INSERT ON referral_gatesignature FOR EACH ROW
    WHEN ((NEW.outcome = 'waived' AND NEW.kind = 'G2') OR (NEW.outcome = 'informed_refusal' AND NEW.kind IN ('G4', 'G5', 'G9')))
    EXECUTE FUNCTION given_up_with_words();
END $gates$;
