-- A protection record says for good what was kept and who was told (rules of practice 19). The answer of child protection is added once.

CREATE OR REPLACE FUNCTION protection_answered_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.answered_at IS NOT NULL OR NEW.answered_by_id IS DISTINCT FROM desk_user() THEN
    RAISE EXCEPTION 'the answer is written once, in the own name' USING ERRCODE = 'check_violation';
  END IF;
  NEW.answered_at := now();
  RETURN NEW;
END $$;

DO $protection$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'referral_protectionrecord' AND column_name = 'answered_by_id') THEN RETURN; END IF;
  REVOKE UPDATE ON referral_protectionrecord FROM trm_app;
  GRANT UPDATE (answer, answered_at, answered_by_id) ON referral_protectionrecord TO trm_app;
  DROP TRIGGER IF EXISTS answered_once ON referral_protectionrecord;
  CREATE TRIGGER answered_once BEFORE UPDATE ON referral_protectionrecord FOR EACH ROW
    WHEN ((OLD.answer, OLD.answered_at, OLD.answered_by_id) IS DISTINCT FROM (NEW.answer, NEW.answered_at, NEW.answered_by_id))
    EXECUTE FUNCTION protection_answered_once();
END $protection$;
