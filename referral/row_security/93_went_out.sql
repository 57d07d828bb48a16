-- Who is in a file for statistics that was opened: nobody goes out twice (ADR 36). Read by whoever may read the case, written while the file of
-- one's own order is open, never changed. The table comes with a later migration, so the statements wait until it exists.
DO $went_out$
BEGIN
  IF to_regclass('public.exchange_wentout') IS NULL THEN RETURN; END IF;
  ALTER TABLE exchange_wentout ENABLE ROW LEVEL SECURITY;
  ALTER TABLE exchange_wentout FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON exchange_wentout;
  CREATE POLICY owner ON exchange_wentout TO trm_owner USING (true) WITH CHECK (true);
  REVOKE UPDATE, DELETE, TRUNCATE ON exchange_wentout FROM trm_app;
  DROP POLICY IF EXISTS of_a_case ON exchange_wentout;
  CREATE POLICY of_a_case ON exchange_wentout FOR SELECT TO trm_app USING (EXISTS (SELECT 1 FROM referral_case c WHERE c.id = exchange_wentout.case_id));
  DROP POLICY IF EXISTS opened ON exchange_wentout;
  CREATE POLICY opened ON exchange_wentout FOR INSERT TO trm_app WITH CHECK (EXISTS (
    SELECT 1 FROM exchange_export x WHERE x.id = export_id AND x.membership_id::text = (SELECT desk_membership()) AND x.state = 'ready'
      AND x.expires_at > now() AND x.kind IN ('htcdsstat', 'ctdc') AND exchange_wentout.case_id = ANY (x.row_ids)));
END $went_out$;
