-- What is kept row by row is not emptied whole either, by the owner of the tables neither: wherever a trigger looks at each row before it is
-- deleted, none stands in the way of TRUNCATE. The audit log has its own.
CREATE OR REPLACE FUNCTION is_not_emptied() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is not emptied', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
REVOKE EXECUTE ON FUNCTION is_not_emptied() FROM PUBLIC;

DO $not_emptied$
DECLARE
  t regclass;
  before_each_delete CONSTANT int := 1 | 2 | 8;
BEGIN
  FOR t IN SELECT DISTINCT tgrelid::regclass FROM pg_trigger
    WHERE NOT tgisinternal AND tgtype & before_each_delete = before_each_delete AND tgrelid IS DISTINCT FROM to_regclass('audit_auditentry')
  LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS is_not_emptied ON %s', t);
    EXECUTE format('CREATE TRIGGER is_not_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION is_not_emptied()', t);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER is_not_emptied', t);
  END LOOP;
END $not_emptied$;
