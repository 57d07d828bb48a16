-- Notices by e-mail. A letter says that something waits, in the language of its reader, and nothing else. Written and read through these
-- doors only; the first three are the worker's.
CREATE OR REPLACE FUNCTION desk_private.notice_is_for(to_user uuid, member uuid, as_role text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT to_user = member OR (to_user IS NULL AND as_role NOT IN ('organisation_admin', 'operator', 'analyst', 'visa_section', 'data_protection')) $$;

-- One waiting letter a person at most, and none twice for the same notice. At once, or from eight in the morning of the reader's own clock.
CREATE OR REPLACE FUNCTION queue_notice_mail(moment timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made int;
BEGIN
  PERFORM pg_advisory_xact_lock(20261130);
  INSERT INTO referral_noticemail (id, user_id, up_to, made_at, due_at, state, tries, ended_at)
  SELECT gen_random_uuid(), x.user_id, x.newest, moment, moment, 'waiting', 0, NULL FROM (
    SELECT m.user_id, max(n.made_at) AS newest FROM referral_notice n
      JOIN accounts_membership m ON m.organisation_id = n.organisation_id AND m.ended_at IS NULL AND desk_private.notice_is_for(n.user_id, m.user_id, m.role)
     WHERE n.read_at IS NULL AND n.made_at > moment - interval '14 days' GROUP BY m.user_id) x
    JOIN accounts_user u ON u.id = x.user_id AND u.is_active
   WHERE NOT EXISTS (SELECT 1 FROM referral_noticemail l WHERE l.user_id = u.id AND (l.state = 'waiting' OR l.up_to >= x.newest))
     AND CASE u.notice_mail WHEN 'at_once' THEN true
         WHEN 'digest' THEN (moment AT TIME ZONE u.time_zone)::time >= '08:00' AND NOT EXISTS (
           SELECT 1 FROM referral_noticemail l WHERE l.user_id = u.id AND (l.made_at AT TIME ZONE u.time_zone)::date = (moment AT TIME ZONE u.time_zone)::date)
         ELSE false END;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;

-- Takes what is due, and sets the next try before anything leaves: after 1, 2, 4 … 64 minutes. Two workers never take the same one.
CREATE OR REPLACE FUNCTION take_notice_mail(moment timestamptz) RETURNS TABLE (id uuid, email text, language text) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
  WITH due AS (
    SELECT l.id FROM referral_noticemail l JOIN accounts_user u ON u.id = l.user_id AND u.is_active AND u.notice_mail <> 'never'
     WHERE l.state = 'waiting' AND l.due_at <= moment ORDER BY l.due_at LIMIT 20 FOR UPDATE OF l SKIP LOCKED),
  taken AS (
    UPDATE referral_noticemail l SET tries = l.tries + 1, due_at = moment + interval '1 minute' * power(2, l.tries)
      FROM due WHERE l.id = due.id RETURNING l.id, l.user_id)
  SELECT t.id, u.email::text, u.language::text FROM taken t JOIN accounts_user u ON u.id = t.user_id;
END $$;

-- Gone, or after seven tries dead: then the administrator of the organisation sees it.
CREATE OR REPLACE FUNCTION notice_mail_tried(of uuid, went boolean, moment timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE referral_noticemail SET state = CASE WHEN went THEN 'sent' ELSE 'dead' END, ended_at = moment
   WHERE id = of AND state = 'waiting' AND (went OR tries >= 7);
END $$;

CREATE OR REPLACE FUNCTION dead_letters() RETURNS TABLE (reader text, ended_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT u.name::text, l.ended_at FROM referral_noticemail l JOIN accounts_user u ON u.id = l.user_id
   WHERE l.state = 'dead' AND desk_role() = 'organisation_admin' AND EXISTS (
     SELECT 1 FROM accounts_membership m WHERE m.user_id = u.id AND m.ended_at IS NULL AND m.organisation_id = desk_organisation())
   ORDER BY l.ended_at DESC, l.id LIMIT 50;
END $$;

DO $notices$
BEGIN
  IF to_regclass('public.referral_noticemail') IS NULL THEN RETURN; END IF;
  ALTER TABLE referral_noticemail ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_noticemail FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_noticemail;
  CREATE POLICY owner ON referral_noticemail TO trm_owner USING (true) WITH CHECK (true);
  REVOKE ALL ON referral_noticemail FROM trm_app, trm_worker;
END $notices$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
