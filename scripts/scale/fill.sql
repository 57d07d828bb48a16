-- Fills a database that holds the demonstration with :journeys invented journeys. Run by the superuser of an embedded server of its own
-- (scripts/scale/fill.py); nobody else can. What row security reads (parties, grants, legs) is there in full; sealed content comes after.
-- Everything follows from the number of a journey, so that two fillings are alike.

SET session_replication_role = replica;  -- no triggers: they demand somebody who acts. The keys between tables are right by construction.
SET synchronous_commit = off;
SET work_mem = '256MB';
SET maintenance_work_mem = '1GB';
SET jit = off;

CREATE FUNCTION pg_temp.dice(n bigint, what int, sides int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (hashint8extended(n, what) & 1073741823)::int % sides $$;
CREATE FUNCTION pg_temp.key(what text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT md5(what || n)::uuid $$;

-- A reference as `new_reference` writes it, with its check character (Luhn over the alphabet).
CREATE FUNCTION pg_temp.reference(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH digits AS (SELECT ((n * 154777789 + 40353607) % 481890304) AS whole),
  placed AS (SELECT place, (whole / (28 ^ place)::bigint) % 28 AS value FROM digits, generate_series(0, 5) AS place),
  doubled AS (SELECT place, value, value * CASE WHEN place % 2 = 0 THEN 2 ELSE 1 END AS counted FROM placed),
  written AS (SELECT string_agg(substr('23456789BCDFGHJKMNPQRSTVWXYZ', value::int + 1, 1), '' ORDER BY place DESC) AS six,
                     sum(counted / 28 + counted % 28) AS total FROM doubled)
  SELECT 'TRM-' || left(six, 3) || '-' || right(six, 3) || '-' || substr('23456789BCDFGHJKMNPQRSTVWXYZ', ((28 - total % 28) % 28)::int + 1, 1) FROM written $$;

-- Organisations up to 200, five teams and 25 people each.

CREATE TEMP TABLE place AS SELECT (row_number() OVER () - 1)::int AS number, country
  FROM unnest(ARRAY['IT', 'FR', 'GR', 'ES', 'PL', 'AL', 'MA', 'UA', 'DE', 'AT', 'BE', 'NL', 'PT', 'RO', 'BG', 'MD', 'NG', 'VN', 'CO', 'BD']) AS country;
INSERT INTO accounts_organisation (id, name, slug, kind, country, represents, city, services, languages, takes, capacity, places_free,
    usual_answer_days, verified_on, accepts_referrals, has_account, is_demo, is_active, version)
  SELECT pg_temp.key('organisation', n), 'Invented organisation ' || n, 'scale-' || n,
         CASE WHEN n % 10 < 6 THEN 'ngo' WHEN n % 10 < 8 THEN 'shelter' WHEN n % 10 = 8 THEN 'social_service' ELSE 'return' END,
         p.country, '', 'Invented', '{housing,legal,health}', '{en,fr}', '{women,men,children}', 30, 4, 3, current_date - (n % 60)::int, true, true, true, true, 1
    FROM generate_series(1, 200 - (SELECT count(*) FROM accounts_organisation)) n JOIN place p ON p.number = n % 20;
INSERT INTO accounts_user (password, is_superuser, id, email, name, language, time_zone, appearance, keys_on, knows_leave_quickly, is_active,
    joined_at, notice_mail)
  SELECT '!', false, pg_temp.key('user' || o.id, k), 'person' || k || '@' || o.slug || '.example', 'Invented Person' || k, 'en', 'Europe/Rome', 'device',
         true, true, true, now() - interval '900 days', 'never'
    FROM accounts_organisation o, generate_series(1, 25) k
   WHERE k > (SELECT count(*) FROM accounts_membership m WHERE m.organisation_id = o.id);
INSERT INTO accounts_membership (id, role, began_at, cleared_until, user_id, organisation_id)
  SELECT pg_temp.key('membership' || o.id, k),
         CASE WHEN o.kind IN ('ngo', 'shelter', 'social_service', 'return', 'international') THEN
              (ARRAY['organisation_admin', 'supervisor', 'supervisor', 'first_contact', 'focal_point', 'data_protection'])[26 - k]
              ELSE 'data_protection' END, now() - interval '900 days', current_date + 300, u.id, o.id
    FROM accounts_organisation o, generate_series(1, 25) k JOIN LATERAL (SELECT pg_temp.key('user' || o.id, k) AS id) u ON true
   WHERE EXISTS (SELECT 1 FROM accounts_user x WHERE x.id = u.id) AND (k >= 20 OR o.kind NOT IN ('ngo', 'shelter', 'social_service', 'return', 'international'));
INSERT INTO accounts_membership (id, role, began_at, cleared_until, user_id, organisation_id)
  SELECT pg_temp.key('membership' || o.id, k), 'case_manager', now() - interval '900 days', current_date + 300, x.id, o.id
    FROM accounts_organisation o, generate_series(1, 19) k JOIN accounts_user x ON true
   WHERE x.id = pg_temp.key('user' || o.id, k) AND o.kind IN ('ngo', 'shelter', 'social_service', 'return', 'international');
CREATE TEMP TABLE new_team AS
  SELECT pg_temp.key('team' || o.id, k) AS id, o.id AS organisation, k FROM accounts_organisation o, generate_series(1, 5) k
   WHERE k > (SELECT count(*) FROM accounts_team t WHERE t.organisation_id = o.id);
INSERT INTO auth_group (name) SELECT id::text FROM new_team;
INSERT INTO accounts_team (id, name, group_id, organisation_id)
  SELECT t.id, 'Team ' || t.k, g.id, t.organisation FROM new_team t JOIN auth_group g ON g.name = t.id::text;
INSERT INTO accounts_membership_teams (membership_id, team_id)
  SELECT m.id, (SELECT t.id FROM accounts_team t WHERE t.organisation_id = m.organisation_id ORDER BY t.group_id OFFSET (hashtext(m.id::text) & 255) % 5 LIMIT 1)
    FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id JOIN accounts_organisation o ON o.id = m.organisation_id
   WHERE m.role = 'case_manager' AND u.password = '!';

-- Who holds cases, numbered. The measured organisation is number 0, the measured case manager its person number 1.
CREATE TEMP TABLE house AS
  SELECT (row_number() OVER (ORDER BY o.slug <> 'casa-verde', o.slug) - 1)::int AS number, o.id, o.country::text,
         ARRAY(SELECT m.user_id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
                WHERE m.organisation_id = o.id AND m.role = 'case_manager' ORDER BY u.email) AS people,
         ARRAY(SELECT t.group_id FROM accounts_team t WHERE t.organisation_id = o.id ORDER BY t.group_id) AS teams
    FROM accounts_organisation o
   WHERE o.kind IN ('ngo', 'shelter', 'social_service', 'return', 'international')
     AND EXISTS (SELECT 1 FROM accounts_membership m WHERE m.organisation_id = o.id AND m.role = 'case_manager');
CREATE UNIQUE INDEX ON house (number);
ANALYZE house;

-- The journeys. The first 400 belong to the measured organisation whatever the size, so that its pages show as much in each.
CREATE TEMP TABLE way AS
  WITH drawn AS (
    SELECT n, pg_temp.reference(n) AS reference, CASE WHEN n <= 400 THEN 0 ELSE pg_temp.dice(n, 1, (SELECT count(*)::int FROM house)) END AS home,
           pg_temp.dice(n, 2, (SELECT count(*)::int FROM house)) AS far, pg_temp.dice(n, 3, (SELECT count(*)::int FROM house)) AS near,
           CASE WHEN n <= 400 THEN n % 4 = 0 ELSE pg_temp.dice(n, 4, 100) < 12 END AS is_open,
           (pg_temp.dice(n, 5, 25920) * interval '1 hour') AS age, pg_temp.dice(n, 6, 100) AS d, pg_temp.dice(n, 7, 100) AS e
      FROM generate_series(1, :journeys) n)
  SELECT d.n, pg_temp.key('journey', d.n) AS id, d.reference, pg_temp.key('case', d.n) AS case_id, d.is_open, d.d, d.e,
         now() - interval '30 days' - CASE WHEN d.is_open THEN d.age / 4 ELSE d.age END AS opened,
         h.id AS home, h.country, CASE WHEN d.n <= 400 THEN h.people[1 + d.n % 6] ELSE h.people[1 + d.d % cardinality(h.people)] END AS lead,
         h.teams[1 + d.e % cardinality(h.teams)] AS team, f.id AS far, f.country AS far_country, f.people[1 + d.e % cardinality(f.people)] AS far_lead,
         d.e < 35 AND f.country <> h.country AS goes_far, x.id AS near, x.country AS near_country, d.d < 60 AND x.id <> h.id AS asks_near
    FROM drawn d JOIN house h ON h.number = d.home JOIN house f ON f.number = d.far JOIN house x ON x.number = d.near
   WHERE NOT EXISTS (SELECT 1 FROM referral_journey j WHERE j.reference = d.reference);
ANALYZE way;

-- Indexes that hold no rule are taken away and made again at the end: sorted once instead of a million times.
CREATE TEMP TABLE later AS
  SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made_by FROM pg_index i
   WHERE i.indrelid = ANY (ARRAY['referral_journey', 'referral_journeyparty', 'referral_leg', 'referral_gatesignature', 'referral_journeyevent',
         'referral_case', 'referral_summary', 'referral_caseusergrant', 'referral_casegroupgrant', 'referral_referral', 'referral_message',
         'referral_task', 'referral_notice', 'audit_auditentry']::regclass[])
     AND NOT i.indisunique;
DO $$ DECLARE one record; BEGIN FOR one IN SELECT * FROM later LOOP EXECUTE format('DROP INDEX %s', one.name); END LOOP; END $$;

INSERT INTO referral_journey (id, reference, stage, status, outlook, child, found_in, opened_by_id, opened_at, changed_at, closed_at)
  SELECT id, reference, 1 + d % 5, CASE WHEN is_open THEN CASE WHEN e % 9 = 0 THEN 'waiting' ELSE 'active' END ELSE 'closed' END,
         (ARRAY['undecided', 'stay', 'return', 'third', 'stay'])[1 + e % 5], d % 12 = 0, country, home, opened, opened + interval '20 days',
         CASE WHEN NOT is_open THEN opened + interval '25 days' END FROM way;
INSERT INTO referral_case (id, journey_id, organisation_id, side, stage, status, lead_id, opened_at, closed_at, version)
  SELECT case_id, id, home, 'destination', CASE WHEN is_open THEN 1 + d % 3 ELSE 6 END,
         CASE WHEN is_open THEN (ARRAY['presumed', 'protection', 'assessment'])[1 + d % 3]
              ELSE (ARRAY['closed_completed', 'closed_self_reliant', 'closed_withdrawn', 'closed_lost_contact'])[1 + e % 4] END,
         lead, opened, CASE WHEN NOT is_open THEN opened + interval '25 days' END, 1 FROM way;
INSERT INTO referral_case (id, journey_id, organisation_id, side, stage, status, lead_id, opened_from, opened_at, closed_at, version)
  SELECT pg_temp.key('far', n), id, far, 'origin', CASE WHEN is_open THEN 5 ELSE 6 END, CASE WHEN is_open THEN 'reintegration' ELSE 'closed_completed' END,
         far_lead, pg_temp.key('transfer', n), opened + interval '9 days', CASE WHEN NOT is_open THEN opened + interval '25 days' END, 1
    FROM way WHERE goes_far;
INSERT INTO referral_summary (case_id, display_name, age_band, gender, citizenships, languages, interpreter, safety_flags, fit_to_travel, risk_level, version)
  SELECT c.id, '', CASE WHEN w.d % 12 = 0 THEN '9-17' ELSE (ARRAY['18-20', '21-23', '24-26', '27-29', '30-38', '39-47', '48+'])[1 + w.e % 7] END,
         (ARRAY['Feminine', 'Feminine', 'Masculine', 'NonConforming'])[1 + w.d % 4], ARRAY[w.far_country], '{en}', 'not_asked', '{}', 'not_asked',
         (ARRAY['', 'low', 'medium', 'high'])[1 + w.e % 4], 1
    FROM way w JOIN referral_case c ON c.journey_id = w.id;

CREATE TEMP TABLE may AS SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
   WHERE t.app_label = 'referral' AND p.codename = 'view_case';
INSERT INTO referral_caseusergrant (key, content_object_id, organisation_id, sort_at, granted_by_id, granted_at, reason, permission_id, user_id)
  SELECT gen_random_uuid(), c.id, c.organisation_id, c.opened_at, c.lead_id, c.opened_at, 'opened', may.id, c.lead_id
    FROM way w JOIN referral_case c ON c.journey_id = w.id, may;
INSERT INTO referral_casegroupgrant (key, content_object_id, organisation_id, sort_at, granted_by_id, granted_at, reason, permission_id, group_id)
  SELECT gen_random_uuid(), case_id, home, opened, lead, opened, 'assigned', may.id, team FROM way, may WHERE d < 50 OR n <= 400;

INSERT INTO referral_journeyparty (id, journey_id, organisation_id, country, visible_from, sort_at)
  SELECT gen_random_uuid(), id, home, country, opened, opened + interval '20 days' FROM way
  UNION ALL SELECT gen_random_uuid(), id, NULL, country, opened, opened + interval '20 days' FROM way
  UNION ALL SELECT gen_random_uuid(), id, far, far_country, opened + interval '5 days', opened + interval '20 days' FROM way WHERE goes_far
  UNION ALL SELECT gen_random_uuid(), id, NULL, far_country, opened + interval '5 days', opened + interval '20 days' FROM way WHERE goes_far
  UNION ALL SELECT gen_random_uuid(), id, near, near_country, opened + interval '3 days', opened + interval '20 days' FROM way WHERE asks_near AND near_country = country AND NOT (goes_far AND near = far);
INSERT INTO referral_leg (id, journey_id, organisation_id, country, side, held_from, held_to)
  SELECT gen_random_uuid(), id, home, country, 'destination', opened, CASE WHEN NOT is_open THEN opened + interval '25 days' END FROM way
  UNION ALL SELECT gen_random_uuid(), id, far, far_country, 'origin', opened + interval '9 days', CASE WHEN NOT is_open THEN opened + interval '25 days' END
    FROM way WHERE goes_far;
INSERT INTO referral_journeyevent (id, journey_id, kind, at, organisation_id, country, side, gate)
  SELECT gen_random_uuid(), w.id, k.kind, w.opened + k.after, CASE WHEN k.kind = 'accepted' THEN far ELSE home END,
         CASE WHEN k.kind = 'accepted' THEN far_country ELSE country END, 'destination', ''
    FROM way w JOIN (VALUES ('opened', interval '0'), ('stage', '2 days'), ('referred', '5 days'), ('accepted', '9 days'), ('closed', '25 days')) AS k (kind, after)
      ON k.kind IN ('opened', 'stage') OR (k.kind IN ('referred', 'accepted') AND w.goes_far) OR (k.kind = 'closed' AND NOT w.is_open);
INSERT INTO referral_gatesignature (id, journey_id, kind, organisation_id, side, role, by_id, outcome, level, second, signed_at)
  SELECT gen_random_uuid(), w.id, k, w.home, 'destination', 'case_manager', w.lead, 'passed', CASE k WHEN 'G3' THEN 'low' ELSE '' END, false, w.opened + interval '6 days'
    FROM way w, unnest(ARRAY['G1', 'G3', 'G7']) k WHERE w.goes_far;

-- Referrals: to the other country, and to a service at home. Few wait for an answer: those of the last days.
INSERT INTO referral_referral (id, number, journey_id, sender_id, receiver_id, kind, services, urgency, answer_by, status, side, stage, drafted_by_id, drafted_at,
    sent_at, answered_at, answered_by_id, decline_reason, contact_name, first_sender_may_know, version)
  SELECT pg_temp.key('transfer', n), 'T-' || n, id, home, far, 'transfer', '{}'::varchar[], 'normal', opened + interval '15 days', 'accepted', 'origin', 4, lead,
         opened + interval '4 days', opened + interval '5 days', opened + interval '9 days', far_lead, '', '', false, 1 FROM way WHERE goes_far
  UNION ALL
  SELECT pg_temp.key('service', n), 'S-' || n, id, home, near, 'service', '{housing}'::varchar[], 'normal',
         CASE WHEN waits THEN now() + e * interval '2 hours' ELSE opened + interval '13 days' END,
         CASE WHEN waits THEN 'sent' WHEN d < 6 THEN 'declined' ELSE 'completed' END, 'destination', 2, lead, opened + interval '2 days',
         CASE WHEN waits THEN now() - e * interval '1 hour' ELSE opened + interval '3 days' END,
         CASE WHEN NOT waits THEN opened + (d % 9 + 4) * interval '1 day' END, NULL::uuid, CASE WHEN NOT waits AND d < 6 THEN 'no_capacity' ELSE '' END, '', false, 1
    FROM (SELECT w.*, is_open AND (e = 7 OR n <= 24) AS waits FROM way w) w WHERE asks_near;
INSERT INTO referral_message (id, referral_id, kind, sender_id, question, reply, feedback, data_class, recall, at)
  SELECT gen_random_uuid(), r.id, CASE WHEN r.status = 'declined' THEN 'decline' ELSE 'accept' END, r.receiver_id, '', '', '', '', '', r.answered_at
    FROM way w JOIN referral_referral r ON r.journey_id = w.id WHERE r.answered_at IS NOT NULL;

-- One thing to do for each open case, one done for each; a notice that was read.
INSERT INTO referral_task (id, organisation_id, journey_id, case_id, kind, gate, text, due_on, made_at, done_at, assigned_to_id, done_by_id)
  SELECT gen_random_uuid(), home, id, case_id, (ARRAY['own', 'consent_review', 'feedback'])[1 + d % 3], '', ''::bytea, current_date + (d % 40 - 5), opened, NULL, lead, NULL::uuid
    FROM way WHERE is_open
  UNION ALL SELECT gen_random_uuid(), home, id, case_id, 'own', '', ''::bytea, (opened + interval '10 days')::date, opened, opened + interval '9 days', lead, lead FROM way;
INSERT INTO referral_notice (id, organisation_id, user_id, kind, journey_id, made_at, read_at)
  SELECT gen_random_uuid(), home, lead, 'accepted', id, opened + interval '9 days', CASE WHEN n % 50 > 0 THEN opened + interval '10 days' END FROM way WHERE goes_far;

-- What was over is erased long ago, but for a few: the nightly look finds what a day brings, not all the years at once.
INSERT INTO referral_erasure (id, case_id, journey_id, reference, organisation_id, why, classes, proposed_on, state, answered_by_id, answered_at, kept_for)
  SELECT gen_random_uuid(), c.id, w.id, w.reference, c.organisation_id, 'period', ARRAY['identity', 'whereabouts', 'account', 'risk', 'health', 'legal',
         'services', 'travel', 'consent', 'summary', 'evidence']::varchar[], (c.closed_at + interval '20 days')::date, 'done', c.lead_id,
         c.closed_at + interval '21 days', ''
    FROM way w JOIN referral_case c ON c.journey_id = w.id WHERE c.closed_at IS NOT NULL AND w.n % 200 > 0;

-- One organisation of the larger sizes has 100,000 cases that one person may take out as a list.
INSERT INTO accounts_organisation (id, name, slug, kind, country, represents, city, services, languages, takes, accepts_referrals, has_account, is_demo, is_active, version)
  SELECT pg_temp.key('organisation', 0), 'Invented organisation with many cases', 'scale-export', 'ngo', 'IT', '', '', '{}', '{en}', '{}', false, true, true, true, 1
   WHERE :journeys >= 100000;
INSERT INTO accounts_user (password, is_superuser, id, email, name, language, time_zone, appearance, keys_on, knows_leave_quickly, is_active, joined_at, notice_mail)
  SELECT '!', false, pg_temp.key('user', 0), 'export@scale.example', 'Invented Export', 'en', 'Europe/Rome', 'device', true, true, true, now(), 'never' WHERE :journeys >= 100000;
INSERT INTO accounts_membership (id, role, began_at, cleared_until, user_id, organisation_id)
  SELECT pg_temp.key('membership', 0), 'case_manager', now(), current_date + 300, pg_temp.key('user', 0), pg_temp.key('organisation', 0) WHERE :journeys >= 100000;
INSERT INTO referral_case (id, journey_id, organisation_id, side, stage, status, lead_id, opened_at, closed_at, version)
  SELECT pg_temp.key('export', n), id, pg_temp.key('organisation', 0), 'destination', 6, 'closed_completed', pg_temp.key('user', 0), opened, opened + interval '25 days', 1
    FROM way WHERE n <= 100000 AND :journeys >= 100000;
INSERT INTO referral_summary (case_id, display_name, age_band, gender, citizenships, languages, interpreter, safety_flags, fit_to_travel, risk_level, version)
  SELECT pg_temp.key('export', n), '', '30-38', 'Feminine', ARRAY[far_country], '{en}', 'not_asked', '{}', 'not_asked', '', 1
    FROM way WHERE n <= 100000 AND :journeys >= 100000;
INSERT INTO referral_caseusergrant (key, content_object_id, organisation_id, sort_at, granted_by_id, granted_at, reason, permission_id, user_id)
  SELECT gen_random_uuid(), pg_temp.key('export', n), pg_temp.key('organisation', 0), opened, pg_temp.key('user', 0), opened, 'opened', may.id, pg_temp.key('user', 0)
    FROM way, may WHERE n <= 100000 AND :journeys >= 100000;
INSERT INTO referral_journeyparty (id, journey_id, organisation_id, country, visible_from, sort_at)
  SELECT gen_random_uuid(), id, pg_temp.key('organisation', 0), 'IT', opened, opened + interval '20 days' FROM way WHERE n <= 100000 AND :journeys >= 100000;

-- The log: one entry a journey, each chain closed as `audit_close` closes it.
DO $$
DECLARE
  w record;
  e audit_auditentry;
  head audit_audithead;
  place bigint := (SELECT coalesce(max(id), 0) FROM audit_auditentry);
BEGIN
  CREATE TEMP TABLE trigger_was AS SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'audit_auditentry'::regclass AND NOT tgisinternal;
  ALTER TABLE audit_auditentry DISABLE TRIGGER USER;
  FOR w IN SELECT home, array_agg(case_id ORDER BY opened) AS cases, array_agg(lead ORDER BY opened) AS leads, array_agg(opened ORDER BY opened) AS days
             FROM way GROUP BY home LOOP
    SELECT * INTO head FROM audit_audithead WHERE organisation = w.home;
    IF NOT FOUND THEN head := (w.home, 0, '\x00'); END IF;
    FOR i IN 1 .. cardinality(w.cases) LOOP
      place := place + 1;
      e := (place, w.home, w.days[i], w.leads[i], 'case.opened', w.cases[i], '{}', NULL, NULL);
      head.seq := head.seq + 1;
      head.hash := audit_digest(head.hash, e, head.seq);
      INSERT INTO audit_auditentry (id, organisation, at, actor, action, target, detail, seq, hash) OVERRIDING SYSTEM VALUE
        VALUES (e.id, e.organisation, e.at, e.actor, e.action, e.target, e.detail, head.seq, head.hash);
    END LOOP;
    INSERT INTO audit_audithead (organisation, seq, hash) VALUES (head.organisation, head.seq, head.hash)
      ON CONFLICT (organisation) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
  END LOOP;
  PERFORM setval(pg_get_serial_sequence('audit_auditentry', 'id'), place);
  FOR w IN SELECT * FROM trigger_was LOOP
    EXECUTE format('ALTER TABLE audit_auditentry ENABLE %s TRIGGER %I', CASE w.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, w.tgname);
  END LOOP;
END $$;

DO $$ DECLARE one record; BEGIN FOR one IN SELECT * FROM later LOOP EXECUTE one.made_by; END LOOP; END $$;
