"""
While somebody acts: a draft is written by its drafter only, what is published is what was drafted, a row
that stands goes only where the draft of another person takes its place, and a source keeps its words.
"""

from importlib import import_module

from django.db import migrations

TWO_PEOPLE = """
CREATE OR REPLACE FUNCTION directory_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  acting uuid := (public.desk_acting()->>'user')::uuid;
  -- What a review writes. A new row keeps the verification of the one it replaces.
  reviewed text[] := ARRAY['state', 'refusal', 'published_by_id', 'published_at', 'verified_on', 'verified_by_id',
                           'verified_how', 'is_wrong', 'asked_at'];
  is_followed boolean;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.drafted_by_id IS DISTINCT FROM acting THEN
      RAISE EXCEPTION 'whoever acts drafts in the own name' USING ERRCODE = '23001';
    END IF;
  ELSIF OLD.state = 'draft' AND (NEW.state = 'draft' OR NEW.state = 'refused' AND NEW.published_by_id IS NULL) THEN
    IF OLD.drafted_by_id IS DISTINCT FROM acting THEN
      RAISE EXCEPTION 'a draft is written by who drafted it' USING ERRCODE = '23001';
    END IF;
  ELSIF OLD.state = 'draft' THEN
    IF NEW.published_by_id IS DISTINCT FROM acting THEN
      RAISE EXCEPTION 'whoever acts publishes in the own name' USING ERRCODE = '23001';
    END IF;
    IF to_jsonb(NEW) - reviewed <> to_jsonb(OLD) - reviewed THEN
      RAISE EXCEPTION 'what is published is what was drafted' USING ERRCODE = '23001';
    END IF;
  ELSIF NEW.state <> OLD.state THEN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I WHERE supersedes_id = $1 AND state = ''draft'''
                   ' AND drafted_by_id <> $2)', TG_TABLE_NAME) INTO is_followed USING OLD.id, acting;
    IF NEW.state <> 'superseded' OR NOT is_followed THEN
      RAISE EXCEPTION 'it takes two people to take a row away' USING ERRCODE = '23001';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""
SOURCES = """
CREATE OR REPLACE FUNCTION directory_keep_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a source that was named keeps its words' USING ERRCODE = '23001';
END $$;
CREATE OR REPLACE TRIGGER keep_source BEFORE UPDATE OR DELETE ON directory_source
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION directory_keep_source();
"""
UNDO_SOURCES = """
DROP TRIGGER keep_source ON directory_source;
DROP FUNCTION directory_keep_source();
"""
BEFORE = import_module("directory.migrations.0005_who_acts").OWN_NAME


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_who_acts")]
    operations = [
        migrations.RunSQL(TWO_PEOPLE, BEFORE),
        migrations.RunSQL(SOURCES, UNDO_SOURCES),
    ]
