-- What lies on a desk (referral/views/desk): home and the page of all work, in five questions instead of a dozen. Nothing here runs as the owner:
-- policies decide what there is, and what is asked beside them is what `on_desk_of` and `visible_to` ask (tests/referral/test_seed_demo.py compares).
-- plpgsql, because a connection keeps its plans: to plan what the policies of a question unfold to costs more than to answer it. Plans are general
-- from the first time on: what is asked for is one desk, always reached by an index.

-- Tasks. `stage`: of our file on the journey, where that is open to this person.
CREATE OR REPLACE FUNCTION tasks_on_desk(me uuid, ours uuid, teams int[], stood_in uuid[], last_day date) RETURNS TABLE (
  id uuid, kind text, gate text, errand text, due_on date, in_case boolean, referral_id uuid, assigned_to uuid, asked_by uuid, asked_by_name text,
  put_off_until date, put_off_why text, journey uuid, stage smallint)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT t.id, t.kind::text, t.gate::text, t.errand::text, t.due_on, t.case_id IS NOT NULL, t.referral_id, t.assigned_to_id, t.asked_by_id, u.name::text,
         s.until, s.reason::text, t.journey_id, c.stage
    FROM referral_task t
    LEFT JOIN referral_snooze s ON s.task_id = t.id AND s.user_id = me
    LEFT JOIN accounts_user u ON u.id = t.asked_by_id
    LEFT JOIN LATERAL (SELECT x.stage FROM referral_case x WHERE x.journey_id = t.journey_id AND x.organisation_id = ours
      AND EXISTS (SELECT FROM referral_journeyparty p WHERE p.journey_id = x.journey_id)
      AND (EXISTS (SELECT FROM referral_caseusergrant g WHERE g.content_object_id = x.id AND g.user_id = me AND (g.expires_at IS NULL OR g.expires_at > now()))
        OR EXISTS (SELECT FROM referral_casegroupgrant g WHERE g.content_object_id = x.id AND g.group_id = ANY (teams)
                     AND (g.expires_at IS NULL OR g.expires_at > now()))) LIMIT 1) c ON true
   WHERE t.organisation_id = ours AND t.done_at IS NULL AND (t.assigned_to_id IS NULL OR t.assigned_to_id = ANY (stood_in || me))
     -- What a person decides has no day: it stands there whatever its day is (rules of practice 4).
     AND (last_day IS NULL OR t.due_on IS NULL OR t.due_on <= last_day OR t.gate IN ('G1', 'G2', 'G4'))
   ORDER BY t.due_on, t.made_at;
END $$;

-- Referrals that wait: for us, and for others where the file of their journey is open to this person.
CREATE OR REPLACE FUNCTION referrals_on_desk(me uuid, ours uuid, teams int[]) RETURNS TABLE (
  id uuid, is_ours boolean, kind text, status text, sent_at timestamptz, answer_by timestamptz, sender text, sender_country text, receiver text,
  journey uuid, stage smallint)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH waiting AS (
    SELECT r.id, false AS is_ours, r.kind, r.status, r.sent_at, r.answer_by, r.sender_id, r.receiver_id, NULL::uuid AS journey_id FROM referral_referral r
     WHERE r.receiver_id = ours AND r.sent_at IS NOT NULL AND r.status IN ('sent', 'expired')
    UNION ALL
    SELECT r.id, true, r.kind, r.status, r.sent_at, r.answer_by, r.sender_id, r.receiver_id, r.journey_id FROM referral_referral r
     WHERE r.sender_id = ours AND r.status IN ('sent', 'expired', 'asked'))
  SELECT r.id, r.is_ours, r.kind::text, r.status::text, r.sent_at, r.answer_by, s.name::text, s.country::text, o.name::text, r.journey_id, c.stage
    FROM waiting r JOIN accounts_organisation s ON s.id = r.sender_id JOIN accounts_organisation o ON o.id = r.receiver_id
    LEFT JOIN LATERAL (SELECT x.stage FROM referral_case x WHERE x.journey_id = r.journey_id AND x.organisation_id = ours
      AND EXISTS (SELECT FROM referral_journeyparty p WHERE p.journey_id = x.journey_id)
      AND (EXISTS (SELECT FROM referral_caseusergrant g WHERE g.content_object_id = x.id AND g.user_id = me AND (g.expires_at IS NULL OR g.expires_at > now()))
        OR EXISTS (SELECT FROM referral_casegroupgrant g WHERE g.content_object_id = x.id AND g.group_id = ANY (teams)
                     AND (g.expires_at IS NULL OR g.expires_at > now()))) LIMIT 1) c ON true
   WHERE NOT r.is_ours OR c.stage IS NOT NULL
   ORDER BY r.answer_by, r.sent_at;
END $$;

-- Of the rows that are shown: the reference of the journey, where the person was met, and in which countries it is held.
CREATE OR REPLACE FUNCTION places_on_desk(journeys uuid[]) RETURNS TABLE (journey uuid, reference text, found_in text, held_in text[])
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT j.id, j.reference::text, j.found_in::text,
         ARRAY(SELECT l.country::text FROM referral_leg l WHERE l.journey_id = j.id ORDER BY l.held_from)
    FROM referral_journey j WHERE j.id = ANY (journeys);
END $$;

-- What is mostly absent, in one question. `asked`: the words that this role is asked about. Where two people decide, only that there may be something.
CREATE OR REPLACE FUNCTION seldom_on_desk(me uuid, ours uuid, acting_role text, asked text[], today date) RETURNS TABLE (
  what text, id uuid, words text, reference text, yes boolean, at timestamptz, on_day date)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT 'alerts', a.id, '', '', false, a.sent_at, NULL::date FROM referral_consularalert a
   WHERE 'alerts' = ANY (asked) AND a.receiver_id = ours AND a.taken_up_at IS NULL
  UNION ALL
  SELECT 'complaints', c.id, '', '', c.read_at IS NOT NULL, NULL, c.answer_by FROM referral_complaint c
   WHERE 'complaints' = ANY (asked) AND c.to_id = ours AND c.answered_at IS NULL
  UNION ALL
  SELECT 'covers', k.person_id, u.name, '', false, NULL, NULL FROM referral_cover k JOIN accounts_user u ON u.id = k.person_id
   WHERE k.organisation_id = ours AND k.deputy_id = me AND k.ended_at IS NULL AND k.from_on <= today AND k.to_on >= today
  UNION ALL
  (SELECT 'disclosures', d.id, '', '', false, NULL, NULL FROM referral_disclosure d
    WHERE d.organisation_id = ours AND ((d.approved IS NULL AND d.given_at IS NULL AND d.withdrawn_at IS NULL) OR (d.alone AND d.reviewed_at IS NULL)) LIMIT 1)
  UNION ALL
  SELECT 'drafts', d.id, u.name, '', d.could_not_ask, d.expires_at, NULL FROM referral_draft d JOIN accounts_user u ON u.id = d.author_id
   WHERE d.organisation_id = ours AND (d.author_id = me OR acting_role = 'supervisor')
  UNION ALL
  (SELECT 'emergencies', e.id, '', '', false, NULL, NULL FROM referral_emergencyaccess e WHERE e.organisation_id = ours AND e.reviewed_at IS NULL LIMIT 1)
  UNION ALL
  SELECT 'passed_on', d.id, o.name, '', false, d.given_at, NULL FROM disclosures_received() d JOIN accounts_organisation o ON o.id = d.sender
   WHERE 'passed_on' = ANY (asked) AND d.acknowledged_at IS NULL
  UNION ALL
  (SELECT 'protections', p.id, '', '', false, NULL, NULL FROM referral_protection p
    WHERE p.organisation_id = ours AND p.lifted_at IS NULL AND (p.confirmed_at IS NULL OR p.lift_proposed_by_id IS NOT NULL) LIMIT 1)
  UNION ALL
  SELECT 'unanswered', r.id, '', '', false, NULL, NULL FROM referral_protectionrecord r
   WHERE r.organisation_id = ours AND (r.by_id = me OR acting_role = 'supervisor') AND r.answered_at IS NULL
  UNION ALL
  SELECT 'unsent', f.id, f.address, j.reference, f.case_id IS NOT NULL, f.expires_at, NULL FROM (
    SELECT x.* FROM referral_unsentform x WHERE 'unsent' = ANY (asked) AND x.organisation_id = ours AND x.author_id = me AND x.role = acting_role
       AND x.expires_at > now() ORDER BY x.saved_at DESC LIMIT 5) f
    LEFT JOIN referral_case c ON c.id = f.case_id LEFT JOIN referral_journey j ON j.id = c.journey_id
  UNION ALL
  (SELECT 'unusual', r.id, '', '', false, NULL, NULL FROM referral_unusualreading r
    WHERE r.organisation_id = ours AND r.told @> ARRAY[me] AND r.seen_at IS NULL LIMIT 1);
END $$;

-- How many files are open to this person, each counted once.
CREATE OR REPLACE FUNCTION open_cases_of(me uuid, ours uuid, teams int[]) RETURNS bigint
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT count(*) FROM referral_case c
     WHERE c.organisation_id = ours AND c.stage <> 6
       AND (EXISTS (SELECT FROM referral_caseusergrant g WHERE g.content_object_id = c.id AND g.user_id = me AND (g.expires_at IS NULL OR g.expires_at > now()))
         OR EXISTS (SELECT FROM referral_casegroupgrant g WHERE g.content_object_id = c.id AND g.group_id = ANY (teams)
                      AND (g.expires_at IS NULL OR g.expires_at > now())))
       AND NOT EXISTS (SELECT FROM referral_merge m WHERE m.other_id = c.id AND m.approved_at IS NOT NULL AND m.ended_at IS NULL));
END $$;
