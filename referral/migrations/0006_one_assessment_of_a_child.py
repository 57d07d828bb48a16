from django.db import migrations

from referral.row_security import apply

# What stood with the parent becomes a step of the child's way, where none is there yet: the day, who wrote it, what stands behind it.
CARRY_OVER = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE referral_childstep DISABLE TRIGGER USER;
WITH newest AS (
  SELECT DISTINCT ON (c.journey_id) p.case_id, p.by_id, p.written_at, p.assessed_on, gen_random_uuid() AS evidence
    FROM referral_parentalcare p JOIN referral_case c ON c.id = p.case_id
   WHERE p.assessed_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM referral_childstep s JOIN referral_case x ON x.id = s.case_id
           WHERE x.journey_id = c.journey_id AND s.kind = 'assessment')
   ORDER BY c.journey_id, p.written_at DESC),
behind AS (
  INSERT INTO referral_evidence (id, case_id, gate, kind, number, issuer, dated_on, seen_by, lies_at, text, by_id, written_at, withdrawn_why)
    SELECT evidence, case_id, 'G10', 'interests_assessment', '', '', assessed_on, '', '', '', by_id, written_at, '' FROM newest)
INSERT INTO referral_childstep (id, case_id, kind, result, heard, evidence, by_id, written_at)
  SELECT gen_random_uuid(), case_id, 'assessment', 'go_on', 'not_yet', evidence, by_id, written_at FROM newest;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE referral_childstep ENABLE TRIGGER USER;
"""


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """The best-interests assessment is recorded once, for rule 22 and rule 24."""

    dependencies = [("referral", "0005_households_of_merged_records")]

    operations = [
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="parentalcare", name="parental_care_assessment_says_whether_in_doubt"
        ),
        migrations.RemoveField(model_name="parentalcare", name="assessed_on"),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
