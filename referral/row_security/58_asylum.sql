-- What an asylum claim closed to the country of origin, only a lawyer's confirmation opens (rules of practice, 9). A lawyer to whom the
-- case is open (the policy of 30 asks for the grant) confirms that the claim has ended, or that the person, advised alone, asks for
-- contact knowing the effect; then the claim itself goes on. A new answer on asylum that protects ends the confirmation.
CREATE OR REPLACE FUNCTION asylum_is_lifted_by_a_lawyer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  protects text[] := ARRAY['claimed', 'granted', 'temporary'];
  still boolean := NEW.asylum = ANY (protects);
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.asylum_lift <> '' THEN
      RAISE EXCEPTION 'nothing to lift' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.case_id <> OLD.case_id THEN
    RAISE EXCEPTION 'legal matters stay with their case' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.asylum = ANY (protects) AND OLD.asylum_lift = '' AND (NOT still OR NEW.asylum_lift <> '') THEN
    IF public.desk_role() IS DISTINCT FROM 'lawyer' OR NEW.asylum_lift_by_id IS DISTINCT FROM public.desk_user()
       OR NOT ((NEW.asylum_lift = 'ended' AND NOT still) OR (NEW.asylum_lift = 'asked' AND NEW.asylum = OLD.asylum)) THEN
      RAISE EXCEPTION 'only the confirmation of a lawyer lifts this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.asylum_lift_at := now();
  ELSIF still AND NEW.asylum <> OLD.asylum THEN
    NEW.asylum_lift := '';
    NEW.asylum_lift_by_id := NULL;
    NEW.asylum_lift_at := NULL;
  ELSIF (NEW.asylum_lift, NEW.asylum_lift_by_id, NEW.asylum_lift_at)
        IS DISTINCT FROM (OLD.asylum_lift, OLD.asylum_lift_by_id, OLD.asylum_lift_at) THEN
    RAISE EXCEPTION 'a confirmation is not rewritten' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- The columns come with a later migration than the first run of these files.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'referral_legal' AND column_name = 'asylum_lift') THEN
    DROP TRIGGER IF EXISTS lifted_by_a_lawyer ON referral_legal;
    CREATE TRIGGER lifted_by_a_lawyer BEFORE INSERT OR UPDATE ON referral_legal FOR EACH ROW EXECUTE FUNCTION asylum_is_lifted_by_a_lawyer();
    ALTER TABLE referral_legal ENABLE ALWAYS TRIGGER lifted_by_a_lawyer;
  END IF;
END $$;
