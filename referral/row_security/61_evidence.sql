-- Evidence and its files (rules of practice 29). A record is withdrawn, never edited; a file is removed, never changed. What a file
-- shows is guarded by its own data class. The tables and columns come with a later migration than the first run of these files.

CREATE OR REPLACE FUNCTION evidence_of_its_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.withdrawn_at IS NOT NULL OR (desk_user() IS NOT NULL AND NEW.by_id <> desk_user()) THEN
      RAISE EXCEPTION 'evidence is entered in the own name' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.consent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM referral_consent o WHERE o.id = NEW.consent_id AND o.case_id = NEW.case_id))
       OR (NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM referral_evidence e WHERE e.id = NEW.replaces_id AND e.case_id = NEW.case_id)) THEN
      RAISE EXCEPTION 'not of this case' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF desk_user() IS NULL THEN RETURN NEW; END IF;  -- the owner: without a context the application sees no row
  IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.withdrawn_by_id IS DISTINCT FROM desk_user() THEN
    RAISE EXCEPTION 'evidence is withdrawn once, in the own name' USING ERRCODE = 'check_violation';
  END IF;
  NEW.withdrawn_at := now();
  RETURN NEW;
END $$;

-- With the record go its files, also those whose class the acting role does not see.
CREATE OR REPLACE FUNCTION evidence_takes_its_files() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE referral_evidencefile SET removed_at = now(), removed_by_id = NEW.withdrawn_by_id WHERE evidence_id = NEW.id AND removed_at IS NULL;
  RETURN NULL;
END $$;

-- Removing a file, by a person or because its scanner refused it, takes its key in the same statement.
CREATE OR REPLACE FUNCTION evidence_file_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.removed_at IS NOT NULL OR NEW.state = 'refused' OR (desk_user() IS NOT NULL AND NEW.by_id <> desk_user()) THEN
      RAISE EXCEPTION 'a file is added in the own name' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM referral_evidence e WHERE e.id = NEW.evidence_id AND e.case_id = NEW.case_id AND e.withdrawn_at IS NULL) THEN
      RAISE EXCEPTION 'not evidence of this case' USING ERRCODE = 'check_violation';
    END IF;
    NEW.added_at := now();
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF desk_organisation() IS NULL AND OLD.state = NEW.state AND OLD.removed_at IS NOT DISTINCT FROM NEW.removed_at THEN RETURN NEW; END IF;
    IF OLD.removed_at IS NOT NULL OR (OLD.state <> NEW.state AND OLD.state <> 'quarantined') THEN
      RAISE EXCEPTION 'a file is removed once and scanned once' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.removed_at IS NOT NULL THEN
      IF NEW.removed_by_id IS DISTINCT FROM desk_user() THEN RAISE EXCEPTION 'removed in the own name' USING ERRCODE = 'check_violation'; END IF;
      NEW.removed_at := now();
    END IF;
    IF NEW.removed_at IS NOT NULL OR NEW.state = 'refused' THEN NEW.key := ''; END IF;
    IF NEW.removed_at IS NOT NULL OR NEW.state <> 'quarantined' THEN
      DELETE FROM referral_casekey WHERE owner = NEW.id AND data_class = 'scan';
    END IF;
    RETURN NEW;
  END IF;
  DELETE FROM referral_casekey WHERE owner = OLD.id AND data_class = 'scan';
  RETURN OLD;
END $$;

-- How many bytes this case of ours, and our whole organisation, keep here. One upload of an organisation asks at a time.
CREATE OR REPLACE FUNCTION file_room(of_case uuid) RETURNS TABLE (in_case bigint, in_organisation bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT desk_private.granted(of_case, NULL) THEN RAISE EXCEPTION 'not a case of yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('files ' || desk_organisation()::text, 0));
  RETURN QUERY SELECT coalesce(sum(f.size) FILTER (WHERE f.case_id = of_case), 0)::bigint, coalesce(sum(f.size), 0)::bigint
    FROM referral_evidencefile f JOIN referral_case c ON c.id = f.case_id
   WHERE c.organisation_id = desk_organisation() AND f.removed_at IS NULL AND f.state <> 'refused';
END $$;

-- For the worker, which sees no case: the files that wait for the scanner, each with the key made for that and for nothing else.
CREATE OR REPLACE FUNCTION files_to_scan() RETURNS TABLE (file uuid, of_case uuid, blob uuid, wrapped bytea, master_version int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT f.id, f.case_id, f.blob, k.wrapped, k.master_version::int
    FROM referral_evidencefile f JOIN referral_casekey k ON k.owner = f.id AND k.data_class = 'scan'
   WHERE f.state = 'quarantined' AND f.removed_at IS NULL ORDER BY f.tries, f.added_at LIMIT 5;
END $$;

-- What the scanner said; without a word it is tried again. Whoever added a file that is refused is told.
CREATE OR REPLACE FUNCTION file_scanned(file uuid, verdict text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF verdict NOT IN ('clean', 'refused', '') THEN RAISE EXCEPTION 'no verdict' USING ERRCODE = 'check_violation'; END IF;
  UPDATE referral_evidencefile f SET tries = tries + 1, state = CASE verdict WHEN '' THEN state ELSE verdict END
   WHERE f.id = file AND f.state = 'quarantined' AND f.removed_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  IF verdict = 'refused' THEN
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, journey_id, made_at)
      SELECT gen_random_uuid(), c.organisation_id, f.by_id, 'file_refused', c.journey_id, now()
        FROM referral_evidencefile f JOIN referral_case c ON c.id = f.case_id WHERE f.id = file;
  END IF;
  RETURN true;
END $$;

-- Which of these blobs a row still speaks of. The worker deletes the others.
CREATE OR REPLACE FUNCTION blobs_in_use(asked uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT f.blob FROM referral_evidencefile f WHERE f.blob = ANY (asked) AND f.removed_at IS NULL AND f.state <> 'refused';
END $$;

DO $evidence$
BEGIN
  IF to_regclass('public.referral_evidencefile') IS NULL THEN RETURN; END IF;

  GRANT UPDATE (withdrawn_at, withdrawn_by_id, withdrawn_why) ON referral_evidence TO trm_app;
  DROP TRIGGER IF EXISTS of_its_case ON referral_evidence;
  CREATE TRIGGER of_its_case BEFORE INSERT OR UPDATE OF withdrawn_at, withdrawn_by_id, withdrawn_why ON referral_evidence FOR EACH ROW EXECUTE FUNCTION evidence_of_its_case();
  DROP TRIGGER IF EXISTS takes_its_files ON referral_evidence;
  CREATE TRIGGER takes_its_files AFTER UPDATE OF withdrawn_at ON referral_evidence FOR EACH ROW WHEN (NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION evidence_takes_its_files();

  CALL desk_private.guard('referral_evidencefile', 'data_class', ARRAY['update']);
  REVOKE UPDATE ON referral_evidencefile FROM trm_app;
  GRANT UPDATE (removed_at, removed_by_id) ON referral_evidencefile TO trm_app;
  DROP TRIGGER IF EXISTS stays ON referral_evidencefile;
  CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON referral_evidencefile FOR EACH ROW EXECUTE FUNCTION evidence_file_stays();
END $evidence$;
