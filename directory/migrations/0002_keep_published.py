"""What was published stays as it was: a change is a new row. And a draft stays the draft of who wrote it."""

from django.db import migrations

KEEP = """
CREATE OR REPLACE FUNCTION directory_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  movable text[] := ARRAY['state'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'a published row of the directory is never deleted' USING ERRCODE = '23001';
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.drafted_by_id IS DISTINCT FROM OLD.drafted_by_id THEN
    RAISE EXCEPTION 'a draft stays the draft of who wrote it' USING ERRCODE = '23001';
  END IF;
  IF OLD.state = 'draft' THEN
    RETURN NEW;
  END IF;
  IF TG_TABLE_NAME = 'directory_contact' THEN
    movable := movable || ARRAY['verified_on', 'verified_by_id', 'verified_how', 'is_wrong',
                                'asked_monthly', 'asked_at'];
  END IF;
  IF NEW.state = 'draft' OR (OLD.state <> 'published' AND NEW.state <> OLD.state)
     OR to_jsonb(NEW) - movable <> to_jsonb(OLD) - movable THEN
    RAISE EXCEPTION 'a published row of the directory keeps its content' USING ERRCODE = '23001';
  END IF;
  RETURN NEW;
END $$;
"""
TRIGGERS = """
CREATE OR REPLACE TRIGGER keep_published BEFORE UPDATE OR DELETE ON directory_fact
  FOR EACH ROW EXECUTE FUNCTION directory_keep_published();
CREATE OR REPLACE TRIGGER keep_published BEFORE UPDATE OR DELETE ON directory_contact
  FOR EACH ROW EXECUTE FUNCTION directory_keep_published();
"""
UNDO = """
DROP TRIGGER keep_published ON directory_fact;
DROP TRIGGER keep_published ON directory_contact;
DROP FUNCTION directory_keep_published();
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunSQL(KEEP + TRIGGERS, UNDO)]
