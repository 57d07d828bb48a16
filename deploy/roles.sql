-- The roles of Referral Desk and what they get by default. Run as a superuser in template1 and in the database itself;
-- running it again changes nothing. The rest (row security, the worker's and the statistics' tables) is secure_rows' work.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN SELECT * FROM (VALUES
    ('trm_owner',  'CREATEDB NOBYPASSRLS'),    -- owns the tables, migrates, creates test databases
    ('trm_app',    'NOCREATEDB NOBYPASSRLS'),  -- the web, acting for one membership at a time
    ('trm_worker', 'NOCREATEDB NOBYPASSRLS'),  -- scheduled work: nothing by default
    ('trm_stats',  'NOCREATEDB NOBYPASSRLS'),  -- figures: nothing by default
    ('trm_backup', 'NOCREATEDB BYPASSRLS')     -- pg_dump only: row security would stop it with an error
  ) AS roles (name, rights)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEROLE %s', wanted.name, wanted.rights);
    END IF;
  END LOOP;
END $$;

GRANT pg_read_all_data TO trm_backup;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE trm_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO trm_app;
ALTER DEFAULT PRIVILEGES FOR ROLE trm_owner IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO trm_app;
