-- Who acts. The application signs it; nobody can forge it without the key, and the key is not readable by any working role.
-- All files of this folder are run by the owner, in order, and may be run again at any time.

CREATE SCHEMA IF NOT EXISTS desk_private;
REVOKE ALL ON SCHEMA desk_private FROM PUBLIC;

-- One row: the key of HMAC-SHA-256, already mixed with the inner and the outer pad (RFC 2104), so that a check is two hashes.
CREATE TABLE IF NOT EXISTS desk_private.row_security_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);

-- The verified context; NULL when nobody acts; an error when it is forged, of another backend, or older than the transaction allows.
-- Expiry is judged at the transaction's start: a long import is not cut in the middle.
CREATE OR REPLACE FUNCTION desk_acting() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = desk_private, pg_catalog, pg_temp AS $$
DECLARE
  raw text := nullif(current_setting('desk.context', true), '');
  payload text;
  acting jsonb;
  expected text;
BEGIN
  IF raw IS NULL THEN RETURN NULL; END IF;
  payload := left(raw, greatest(length(raw) - 65, 0));
  SELECT encode(sha256(outer_pad || sha256(inner_pad || convert_to(payload, 'UTF8'))), 'hex') INTO expected FROM row_security_key;
  IF expected IS DISTINCT FROM right(raw, 64) THEN
    RAISE EXCEPTION 'context is not ours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  acting := payload::jsonb;
  IF (acting->>'pid')::int <> pg_backend_pid() OR (acting->>'exp')::bigint < extract(epoch FROM transaction_timestamp()) THEN
    RAISE EXCEPTION 'context has expired' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN acting;
END $$;

-- Names are written out: a temporary table or another search path must not stand in for ours.
CREATE OR REPLACE FUNCTION desk_user() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT (public.desk_acting()->>'user')::uuid $$;
CREATE OR REPLACE FUNCTION desk_organisation() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT (public.desk_acting()->>'organisation')::uuid $$;
CREATE OR REPLACE FUNCTION desk_membership() RETURNS text LANGUAGE sql STABLE AS $$ SELECT public.desk_acting()->>'membership' $$;
CREATE OR REPLACE FUNCTION desk_role() RETURNS text LANGUAGE sql STABLE AS $$ SELECT public.desk_acting()->>'role' $$;
CREATE OR REPLACE FUNCTION desk_country() RETURNS text LANGUAGE sql STABLE AS $$ SELECT public.desk_acting()->>'country' $$;
CREATE OR REPLACE FUNCTION desk_teams() RETURNS int[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(translate(public.desk_acting()->>'teams', '[]', '{}')::int[], '{}') $$;

-- Whether the acting role has this right on this class at any stage. The rows come from referral/access.py.
CREATE OR REPLACE FUNCTION desk_role_may(class text, verb text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  acts text := public.desk_role();  -- once, and not for each row of the rules
BEGIN
  RETURN EXISTS (SELECT 1 FROM public.referral_accessrule r WHERE r.role = acts AND r.data_class = class
    AND CASE verb WHEN 'read' THEN r.can_read WHEN 'write' THEN r.can_write ELSE r.can_add END);
END $$;

REVOKE INSERT, UPDATE, DELETE ON referral_accessrule FROM trm_app;
