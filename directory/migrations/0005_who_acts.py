"""
Who drafts and who publishes is who acts: the signed context says it, and no other name is taken.

Where nobody acts (the loader, a command) the rules of 0002 alone hold, and a load of thousands of rows
asks nothing. `desk_acting` belongs to row security, which is put in place after the migrations.
"""

from django.db import migrations

OWN_NAME = """
CREATE OR REPLACE FUNCTION directory_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  acting uuid := (public.desk_acting()->>'user')::uuid;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.drafted_by_id IS DISTINCT FROM acting THEN
      RAISE EXCEPTION 'whoever acts drafts in the own name' USING ERRCODE = '23001';
    END IF;
  ELSIF OLD.state = 'draft' AND NEW.state <> 'draft' AND NEW.published_by_id IS DISTINCT FROM acting
        AND NOT (NEW.state = 'refused' AND NEW.published_by_id IS NULL AND NEW.drafted_by_id = acting) THEN
    RAISE EXCEPTION 'whoever acts publishes in the own name' USING ERRCODE = '23001';
  END IF;
  RETURN NEW;
END $$;
"""
TRIGGERS = """
CREATE OR REPLACE TRIGGER own_name BEFORE INSERT OR UPDATE ON directory_fact
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION directory_own_name();
CREATE OR REPLACE TRIGGER own_name BEFORE INSERT OR UPDATE ON directory_contact
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION directory_own_name();
"""
UNDO = """
DROP TRIGGER own_name ON directory_fact;
DROP TRIGGER own_name ON directory_contact;
DROP FUNCTION directory_own_name();
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_why_it_is_refused")]
    operations = [migrations.RunSQL(OWN_NAME + TRIGGERS, UNDO)]
