-- Yearly figures of investigations, courts and rights (`reports/justice_models.py`). Entered by a country's coordinator, confirmed by
-- somebody else of that country's coordination. As they were entered only that country reads them; what may be told of them everybody.
-- That figures wait, whoever may confirm them in that country's coordination; that they were answered, whoever entered them. No number, no measure.
CREATE OR REPLACE FUNCTION justice_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
      SELECT DISTINCT ON (m.organisation_id, m.user_id) gen_random_uuid(), m.organisation_id, m.user_id, 'justice_asked', now()
        FROM accounts_membership m JOIN accounts_organisation o ON o.id = m.organisation_id JOIN accounts_user u ON u.id = m.user_id AND u.is_active
       WHERE o.country = NEW.country AND m.ended_at IS NULL AND m.role IN ('national_coordinator', 'analyst') AND m.user_id <> NEW.entered_by_id
         -- a table of forty rows is one thing that waits
         AND NOT EXISTS (SELECT 1 FROM referral_notice n WHERE n.organisation_id = m.organisation_id AND n.user_id = m.user_id AND n.kind = 'justice_asked'
               AND n.read_at IS NULL AND n.made_at > now() - interval '1 day');
  ELSE
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
      SELECT DISTINCT ON (m.organisation_id) gen_random_uuid(), m.organisation_id, NEW.entered_by_id, 'justice_answered', now()
        FROM accounts_membership m JOIN accounts_organisation o ON o.id = m.organisation_id
       WHERE m.user_id = NEW.entered_by_id AND o.country = NEW.country AND m.role = 'national_coordinator' AND m.ended_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM referral_notice n WHERE n.organisation_id = m.organisation_id AND n.user_id = m.user_id
               AND n.kind = 'justice_answered' AND n.read_at IS NULL AND n.made_at > now() - interval '1 day');
  END IF;
  RETURN NULL;
END $$;

DO $justice$
DECLARE
  t text;
BEGIN
  IF to_regclass('public.reports_justiceentry') IS NULL THEN RETURN; END IF;
  FOREACH t IN ARRAY ARRAY['reports_justiceentry', 'reports_justicenumber', 'reports_justicesaid'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;
  GRANT UPDATE (state, answered_by_id, answered_at) ON reports_justiceentry TO trm_app;

  DROP POLICY IF EXISTS told ON reports_justiceentry;
  CREATE POLICY told ON reports_justiceentry FOR SELECT TO trm_app USING (
    (state = 'confirmed' AND (SELECT desk_user()) IS NOT NULL)
    OR (country = (SELECT desk_country()) AND (SELECT desk_role()) IN ('national_coordinator', 'analyst')));
  DROP POLICY IF EXISTS entered ON reports_justiceentry;
  CREATE POLICY entered ON reports_justiceentry FOR INSERT TO trm_app WITH CHECK (
    (SELECT desk_role()) = 'national_coordinator' AND country = (SELECT desk_country()) AND entered_by_id = (SELECT desk_user()) AND state = 'waiting');
  DROP POLICY IF EXISTS answered ON reports_justiceentry;
  CREATE POLICY answered ON reports_justiceentry FOR UPDATE TO trm_app USING (
    state = 'waiting' AND country = (SELECT desk_country()) AND (SELECT desk_role()) IN ('national_coordinator', 'analyst'))
    WITH CHECK (
      (state IN ('confirmed', 'refused') AND answered_by_id = (SELECT desk_user()) AND entered_by_id <> (SELECT desk_user()))
      OR (state = 'withdrawn' AND entered_by_id = (SELECT desk_user())));

  DROP POLICY IF EXISTS own_country ON reports_justicenumber;
  CREATE POLICY own_country ON reports_justicenumber FOR SELECT TO trm_app USING (EXISTS (
    SELECT 1 FROM reports_justiceentry e WHERE e.id = of_id AND e.country = (SELECT desk_country())
       AND (SELECT desk_role()) IN ('national_coordinator', 'analyst')));
  DROP POLICY IF EXISTS entered ON reports_justicenumber;
  CREATE POLICY entered ON reports_justicenumber FOR INSERT TO trm_app WITH CHECK (EXISTS (
    SELECT 1 FROM reports_justiceentry e WHERE e.id = of_id AND e.entered_by_id = (SELECT desk_user()) AND e.state = 'waiting'));

  DROP POLICY IF EXISTS told ON reports_justicesaid;
  CREATE POLICY told ON reports_justicesaid FOR SELECT TO trm_app USING (EXISTS (
    SELECT 1 FROM reports_justiceentry e WHERE e.id = of_id AND ((NOT inside AND e.state = 'confirmed')
      OR (e.country = (SELECT desk_country()) AND (SELECT desk_role()) IN ('national_coordinator', 'analyst')))));
  DROP POLICY IF EXISTS confirmed ON reports_justicesaid;
  CREATE POLICY confirmed ON reports_justicesaid FOR INSERT TO trm_app WITH CHECK (EXISTS (
    SELECT 1 FROM reports_justiceentry e WHERE e.id = of_id AND e.state = 'waiting' AND e.country = (SELECT desk_country())
       AND (SELECT desk_role()) IN ('national_coordinator', 'analyst') AND e.entered_by_id <> (SELECT desk_user())));

  DROP TRIGGER IF EXISTS is_told ON reports_justiceentry;
  CREATE TRIGGER is_told AFTER INSERT ON reports_justiceentry FOR EACH ROW EXECUTE FUNCTION justice_is_told();
  DROP TRIGGER IF EXISTS answer_is_told ON reports_justiceentry;
  CREATE TRIGGER answer_is_told AFTER UPDATE OF state ON reports_justiceentry FOR EACH ROW
    WHEN (OLD.state = 'waiting' AND NEW.state IN ('confirmed', 'refused')) EXECUTE FUNCTION justice_is_told();
END $justice$;
REVOKE EXECUTE ON FUNCTION justice_is_told() FROM PUBLIC;
