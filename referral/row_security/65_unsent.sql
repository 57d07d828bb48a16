-- What was typed and not sent. Its author alone, in the role of the writing, and only while the case is open to the author.
-- The table comes with a later migration than the first run of these files, so the statements on it wait until it exists.

CREATE OR REPLACE FUNCTION delete_unsent_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM referral_casekey WHERE owner = OLD.id AND data_class = 'unsent';
  RETURN OLD;
END $$;

DO $unsent$
BEGIN
  IF to_regclass('referral_unsentform') IS NULL THEN RETURN; END IF;

  ALTER TABLE referral_unsentform ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_unsentform FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_unsentform;
  CREATE POLICY owner ON referral_unsentform TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS own ON referral_unsentform;
  CREATE POLICY own ON referral_unsentform TO trm_app
    USING (organisation_id = (SELECT desk_organisation()) AND author_id = (SELECT desk_user()) AND role = (SELECT desk_role())
      AND (case_id IS NULL OR EXISTS (SELECT 1 FROM referral_case c WHERE c.id = case_id)))
    WITH CHECK (organisation_id = (SELECT desk_organisation()) AND author_id = (SELECT desk_user()) AND role = (SELECT desk_role())
      AND (case_id IS NULL OR EXISTS (SELECT 1 FROM referral_case c WHERE c.id = case_id)));
  REVOKE TRUNCATE ON referral_unsentform FROM trm_app;
  DROP TRIGGER IF EXISTS delete_key ON referral_unsentform;
  CREATE TRIGGER delete_key AFTER DELETE ON referral_unsentform FOR EACH ROW EXECUTE FUNCTION delete_unsent_key();

  -- Scheduled work ends what is older than 72 hours, unread.
  DROP POLICY IF EXISTS worker ON referral_unsentform;
  CREATE POLICY worker ON referral_unsentform TO trm_worker USING (expires_at <= now()) WITH CHECK (false);
  GRANT SELECT (id, expires_at), DELETE ON referral_unsentform TO trm_worker;
END $unsent$;
