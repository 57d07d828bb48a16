-- An append-only log whose hash chain is closed at commit. A deferred trigger takes the organisation's head row only while
-- committing, so that a request that reads and renders for 50 ms does not make its colleagues wait.
-- Safe to run again: everything here replaces itself.

ALTER TABLE audit_auditentry ALTER COLUMN at SET DEFAULT clock_timestamp();
ALTER TABLE audit_auditentry ALTER COLUMN detail SET DEFAULT '{}';

CREATE OR REPLACE FUNCTION audit_digest(previous bytea, e audit_auditentry, seq bigint) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(previous || convert_to(
    jsonb_build_array(e.organisation, seq, extract(epoch FROM e.at)::text, e.actor, e.action, e.target, e.detail)::text, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION audit_close() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head audit_audithead;
BEGIN
  INSERT INTO audit_audithead (organisation, seq, hash) VALUES (NEW.organisation, 0, '\x00') ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM audit_audithead WHERE organisation = NEW.organisation FOR UPDATE;
  head.hash := audit_digest(head.hash, NEW, head.seq + 1);
  UPDATE audit_auditentry SET seq = head.seq + 1, hash = head.hash WHERE id = NEW.id;
  UPDATE audit_audithead SET seq = head.seq + 1, hash = head.hash WHERE organisation = NEW.organisation;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.hash IS NULL
     AND (to_jsonb(NEW) - 'seq' - 'hash') = (to_jsonb(OLD) - 'seq' - 'hash') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER IF EXISTS close_chain ON audit_auditentry;
CREATE CONSTRAINT TRIGGER close_chain AFTER INSERT ON audit_auditentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_close();
DROP TRIGGER IF EXISTS refuse_change ON audit_auditentry;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_refuse();
DROP TRIGGER IF EXISTS refuse_truncate ON audit_auditentry;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit_auditentry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_auditentry ENABLE ALWAYS TRIGGER close_chain;
ALTER TABLE audit_auditentry ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE audit_auditentry ENABLE ALWAYS TRIGGER refuse_truncate;

-- The verifier: one row per fault; an intact log returns none. A cut tail shows against the head.
CREATE OR REPLACE VIEW audit_fault AS
  WITH entry AS (
    SELECT e.*, lag(e.seq, 1, 0::bigint) OVER w AS seq_before, lag(e.hash, 1, '\x00'::bytea) OVER w AS hash_before
      FROM audit_auditentry e WHERE e.seq IS NOT NULL WINDOW w AS (PARTITION BY organisation ORDER BY seq))
  SELECT organisation, seq,
         CASE WHEN seq <> seq_before + 1 THEN 'missing' ELSE 'edited' END AS fault
    FROM entry
   WHERE seq <> seq_before + 1
      OR hash IS DISTINCT FROM sha256(hash_before || convert_to(
           jsonb_build_array(organisation, seq, extract(epoch FROM at)::text, actor, action, target, detail)::text, 'UTF8'))
  UNION ALL
  SELECT h.organisation, h.seq, 'cut' FROM audit_audithead h
   WHERE h.seq <> coalesce((SELECT max(seq) FROM audit_auditentry e WHERE e.organisation = h.organisation), 0);
