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

-- With temporary protection the person's own word closes the country of origin. Once it was said, only a lawyer writes another one.
-- Who does not wish to be asked for any more is asked for no more.
CREATE OR REPLACE FUNCTION origin_wish_is_the_persons() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.origin_wish NOT IN ('', 'none', 'anonymous') THEN
    RAISE EXCEPTION 'not a wish' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.origin_wish <> '' AND NEW.origin_wish <> OLD.origin_wish AND OLD.asylum IN ('claimed', 'granted', 'temporary')
     AND OLD.asylum_lift = '' AND public.desk_role() IS DISTINCT FROM 'lawyer' THEN
    RAISE EXCEPTION 'only a lawyer changes what the person said' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.origin_wish = 'anonymous' AND NEW.origin_wish <> 'anonymous' THEN
    UPDATE referral_anonymousenquiry SET closed_at = now() WHERE case_id = OLD.case_id AND answered_at IS NULL AND closed_at IS NULL;
  END IF;
  RETURN NEW;
END $$;

-- Whether nobody of this state is asked now, state body or not: from a claim on, or by the person's word under temporary protection.
CREATE OR REPLACE FUNCTION desk_private.closed_to(of_case uuid, state text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM public.referral_case c JOIN public.accounts_organisation o ON o.id = c.organisation_id
      JOIN public.referral_summary s ON s.case_id = c.id JOIN public.referral_legal l ON l.case_id = c.id
    WHERE c.id = of_case AND state <> '' AND (state = ANY (s.citizenships) OR (s.citizenships = '{}' AND state <> o.country))
      AND state <> o.country AND l.asylum_lift = ''
      AND (l.asylum IN ('claimed', 'granted') OR (l.asylum = 'temporary' AND l.origin_wish <> '')));
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

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'referral_legal' AND column_name = 'origin_wish') THEN
    DROP TRIGGER IF EXISTS wish_is_the_persons ON referral_legal;
    CREATE TRIGGER wish_is_the_persons BEFORE INSERT OR UPDATE ON referral_legal FOR EACH ROW EXECUTE FUNCTION origin_wish_is_the_persons();
    ALTER TABLE referral_legal ENABLE ALWAYS TRIGGER wish_is_the_persons;
  END IF;
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
