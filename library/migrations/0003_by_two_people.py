"""What was published keeps its content, and whoever acts drafts and publishes in the own name. The shelf gets its row."""

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION library_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  movable text[] := ARRAY['state', 'link_state', 'link_answer', 'link_checked_at'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' AND OLD.drafted_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'a published row of the library is never deleted' USING ERRCODE = '23001';
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.drafted_by_id IS DISTINCT FROM OLD.drafted_by_id THEN
    RAISE EXCEPTION 'a draft stays the draft of who wrote it' USING ERRCODE = '23001';
  END IF;
  IF OLD.state = 'draft' OR (OLD.drafted_by_id IS NULL AND coalesce(current_setting('desk.context', true), '') = '') THEN
    RETURN NEW;
  END IF;
  IF NEW.state = 'draft' OR (OLD.state <> 'published' AND NEW.state <> OLD.state)
     OR to_jsonb(NEW) - movable <> to_jsonb(OLD) - movable THEN
    RAISE EXCEPTION 'a published row of the library keeps its content' USING ERRCODE = '23001';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION library_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
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
TRIGGERS = "".join(
    f"""
CREATE OR REPLACE TRIGGER keep_published BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION library_keep_published();
CREATE OR REPLACE TRIGGER own_name BEFORE INSERT OR UPDATE ON {table}
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION library_own_name();
"""
    for table in ("library_document", "library_practice")
)
ROW = "INSERT INTO library_shelf (token) VALUES (gen_random_uuid());"
# The worker tries links and notes what it met; it changes no word.
WORKER = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'trm_worker') THEN
    GRANT SELECT (id, state, address, link_state, link_answer, link_checked_at),
          UPDATE (link_state, link_answer, link_checked_at) ON library_document TO trm_worker;
  END IF;
END $$;
"""
UNDO = """
DROP TRIGGER keep_published ON library_document;
DROP TRIGGER keep_published ON library_practice;
DROP TRIGGER own_name ON library_document;
DROP TRIGGER own_name ON library_practice;
DROP FUNCTION library_keep_published();
DROP FUNCTION library_own_name();
DELETE FROM library_shelf;
"""


class Migration(migrations.Migration):
    dependencies = [("library", "0002_documents_and_practices")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS + ROW + WORKER, UNDO)]
