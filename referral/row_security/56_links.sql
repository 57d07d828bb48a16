-- Receivers without an account. They come with a link and a code and no membership, so they read no table: three doors (`look_link`,
-- `open_link`, `answer_link`) judge digest, expiry, use and tries, and write into the sender's log before they hand anything out.
-- The tables come with a later migration than the first run of these files, so the statements on them wait until they exist.

-- Whether this referral went out from a case of ours that is open to the acting person: as the owner, and so with every condition that
-- the policies of referral (50, 59) and case (30) ask.
CREATE OR REPLACE FUNCTION sent_from_open_case(of_referral uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_referral r JOIN referral_case c ON c.journey_id = r.journey_id AND c.organisation_id = r.sender_id
     WHERE r.id = of_referral AND r.sender_id = desk_organisation() AND desk_role_may('referral', 'read')
       AND r.journey_id <> ALL (kept_apart()) AND desk_private.granted(c.id, NULL));
END $$;

DO $links$
BEGIN
  IF to_regclass('public.referral_referrallink') IS NULL THEN RETURN; END IF;

  -- Each organisation keeps the addresses that it verified: nobody can turn another one's links elsewhere.
  ALTER TABLE referral_partneraddress ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_partneraddress FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_partneraddress;
  CREATE POLICY owner ON referral_partneraddress TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS ours ON referral_partneraddress;
  CREATE POLICY ours ON referral_partneraddress TO trm_app
    USING (kept_by_id = (SELECT desk_organisation()) AND (SELECT desk_role_may('referral', 'read')))
    -- Who entered it and who confirmed it is judged by the trigger of 71.
    WITH CHECK (kept_by_id = (SELECT desk_organisation()) AND (SELECT desk_role_may('referral', 'add')));
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_partneraddress FROM trm_app;
  GRANT UPDATE (email, phone, verified_how, verified_on, verified_by_id) ON referral_partneraddress TO trm_app;

  -- Links and history: whoever at the sender has the case open.
  ALTER TABLE referral_referrallink ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_referrallink FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_referrallink;
  CREATE POLICY owner ON referral_referrallink TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS seen ON referral_referrallink;
  CREATE POLICY seen ON referral_referrallink FOR SELECT TO trm_app USING (
    sent_from_open_case(referral_referrallink.referral_id));
  DROP POLICY IF EXISTS made ON referral_referrallink;
  CREATE POLICY made ON referral_referrallink FOR INSERT TO trm_app WITH CHECK (
    made_by_id = (SELECT desk_user()) AND (SELECT desk_role_may('referral', 'add')) AND tries = 0
    AND used_at IS NULL AND answered_at IS NULL AND ticket_digest = '' AND expires_at <= clock_timestamp() + interval '7 days'
    AND sent_from_open_case(referral_referrallink.referral_id)
    AND EXISTS (SELECT 1 FROM referral_referral r JOIN accounts_organisation o ON o.id = r.receiver_id
                 WHERE r.id = referral_referrallink.referral_id AND NOT o.has_account
                   AND CASE referral_referrallink.layer WHEN 'summary' THEN r.status IN ('sent', 'asked', 'expired')
                       ELSE r.status IN ('accepted', 'completed') AND r.contact_name <> '' END));
  DROP POLICY IF EXISTS replaced ON referral_referrallink;
  CREATE POLICY replaced ON referral_referrallink FOR UPDATE TO trm_app USING (
    (SELECT desk_role_may('referral', 'add'))
    AND sent_from_open_case(referral_referrallink.referral_id));
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_referrallink FROM trm_app;
  GRANT UPDATE (revoked_at) ON referral_referrallink TO trm_app;

  ALTER TABLE referral_partnerentry ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_partnerentry FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_partnerentry;
  CREATE POLICY owner ON referral_partnerentry TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS seen ON referral_partnerentry;
  CREATE POLICY seen ON referral_partnerentry FOR SELECT TO trm_app USING (
    sent_from_open_case(referral_partnerentry.referral_id));
  DROP POLICY IF EXISTS written ON referral_partnerentry;
  CREATE POLICY written ON referral_partnerentry FOR INSERT TO trm_app WITH CHECK (
    kind IN ('issued', 'file', 'paper') AND recorded_by_id = (SELECT desk_user()) AND (SELECT desk_role_may('referral', 'add'))
    AND sent_from_open_case(referral_partnerentry.referral_id));
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_partnerentry FROM trm_app;
END $links$;

-- A line of the history, and the same in the log of the sender.
CREATE OR REPLACE FUNCTION desk_private.note_link(of_link uuid, what text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  r record;
BEGIN
  SELECT x.id, x.sender_id INTO r FROM referral_referrallink l JOIN referral_referral x ON x.id = l.referral_id WHERE l.id = of_link;
  -- Somebody who has a link and plays with it does not fill the history.
  IF what IN ('looked', 'refused') AND (SELECT count(*) FROM referral_partnerentry e WHERE e.link_id = of_link AND e.kind = what) >= 20 THEN
    RETURN;
  END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (r.sender_id, 'link', 'link.' || what, r.id::text, '{}');
  INSERT INTO referral_partnerentry (id, referral_id, link_id, kind, channel, said_by, function, "on", at, recorded_by_id)
    VALUES (gen_random_uuid(), r.id, of_link, what, 'link', '', '', NULL, clock_timestamp(), NULL);
END $$;

CREATE OR REPLACE FUNCTION look_link(token text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found_link uuid;
BEGIN
  SELECT l.id INTO found_link FROM referral_referrallink l WHERE l.token_digest = token;
  IF FOUND AND desk_organisation() IS NULL THEN PERFORM desk_private.note_link(found_link, 'looked'); END IF;
END $$;

-- What the opened page shows. The read entry of each part stands in the sender's log before its key is handed out.
CREATE OR REPLACE FUNCTION desk_private.link_page(of_link uuid) RETURNS jsonb LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  l record;
  r referral_referral;
  p record;
  parts jsonb := '[]';
BEGIN
  SELECT * INTO l FROM referral_referrallink WHERE id = of_link;
  SELECT * INTO r FROM referral_referral WHERE id = l.referral_id;
  FOR p IN SELECT x.id, x.data_class, x.layer, x.content FROM referral_packagepart x JOIN referral_package k ON k.id = x.package_id
            WHERE x.referral_id = r.id AND k.sender_id = r.sender_id AND x.layer = l.layer AND x.recalled_at IS NULL AND NOT k.held
            ORDER BY x.data_class LOOP
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
      VALUES (r.sender_id, 'link', 'read.' || p.data_class, p.id::text, '{}');
    parts := parts || (SELECT jsonb_build_object('id', p.id, 'data_class', p.data_class, 'layer', p.layer,
        'content', encode(p.content, 'base64'), 'wrapped', encode(key.wrapped, 'base64'), 'master_version', key.master_version)
      FROM referral_casekey key WHERE key.owner = p.id AND key.data_class = p.data_class);
  END LOOP;
  RETURN jsonb_build_object('layer', l.layer, 'kind', r.kind, 'services', to_jsonb(r.services), 'starts_on', r.starts_on, 'answer_by', r.answer_by,
    -- A consulate is asked in the name of a return organiser: what the sender is would tell more than the request.
    'sender', (SELECT o.name FROM accounts_organisation o WHERE o.id = coalesce(r.in_name_of_id, r.sender_id)),
    'country', (SELECT o.country FROM accounts_organisation o WHERE o.id = coalesce(r.in_name_of_id, r.sender_id)), 'parts', parts,
    'answers', coalesce((SELECT jsonb_agg(jsonb_build_array(m.question, m.reply) ORDER BY m.at, m.id) FROM referral_message m
                          WHERE m.referral_id = r.id AND m.kind = 'answer'), '[]'));
END $$;

-- The code opens the link, once. Whatever is wrong, the answer is nothing.
CREATE OR REPLACE FUNCTION open_link(token text, code text, ticket text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  l record;
  r record;
BEGIN
  SELECT * INTO l FROM referral_referrallink WHERE token_digest = token FOR UPDATE;
  IF NOT FOUND OR desk_organisation() IS NOT NULL THEN RETURN NULL; END IF;
  SELECT x.status, x.sender_id, x.journey_id, o.has_account INTO r FROM referral_referral x JOIN accounts_organisation o ON o.id = x.receiver_id
   WHERE x.id = l.referral_id;
  IF l.used_at IS NOT NULL OR l.revoked_at IS NOT NULL OR l.expires_at <= clock_timestamp() OR l.tries >= 5 OR r.has_account
     OR (r.status <> 'withdrawn' AND CASE l.layer WHEN 'summary' THEN r.status NOT IN ('sent', 'asked', 'expired')
                                     ELSE r.status NOT IN ('accepted', 'completed') END)
     OR (l.layer <> 'summary' AND desk_private.misses(r.sender_id, r.journey_id)) THEN
    PERFORM desk_private.note_link(l.id, 'refused');
    RETURN NULL;
  END IF;
  IF l.code_digest <> code THEN
    UPDATE referral_referrallink SET tries = tries + 1 WHERE id = l.id;
    PERFORM desk_private.note_link(l.id, 'wrong_code');
    RETURN NULL;
  END IF;
  UPDATE referral_referrallink SET used_at = clock_timestamp() WHERE id = l.id;
  PERFORM desk_private.note_link(l.id, CASE l.layer WHEN 'summary' THEN 'opened' ELSE 'opened_whole' END);
  IF r.status = 'withdrawn' THEN RETURN '{"closed": true}'; END IF;
  IF l.layer = 'summary' THEN
    UPDATE referral_referrallink SET ticket_digest = ticket, ticket_until = clock_timestamp() + interval '2 hours' WHERE id = l.id;
  END IF;
  RETURN desk_private.link_page(l.id);
END $$;

-- What a receiver without account says, by link or through the sender who writes it down. False: not a thing to say now.
CREATE OR REPLACE FUNCTION desk_private.receiver_says(of_referral uuid, what text, codes jsonb) RETURNS boolean LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  r referral_referral;
  theirs referral_case;
  receiver accounts_organisation;
  told text := CASE what WHEN 'asked' THEN 'question' ELSE what END;
  said_on date := coalesce((codes->>'on')::date, current_date);
BEGIN
  SELECT * INTO r FROM referral_referral WHERE id = of_referral FOR UPDATE;
  SELECT * INTO receiver FROM accounts_organisation WHERE id = r.receiver_id;
  IF receiver.has_account OR (what = 'accepted' AND NOT rests_on_consent(r.id)) THEN RETURN false; END IF;
  IF what IN ('accepted', 'declined') AND r.status IN ('sent', 'asked', 'expired') THEN
    UPDATE referral_referral SET status = what, answered_at = clock_timestamp(), version = version + 1,
        decline_reason = CASE what WHEN 'declined' THEN codes->>'reason' ELSE '' END WHERE id = r.id;
    INSERT INTO referral_message (id, referral_id, kind, sender_id, question, reply, feedback, data_class, "on", at)
      VALUES (gen_random_uuid(), r.id, CASE what WHEN 'accepted' THEN 'accept' ELSE 'decline' END, r.receiver_id, '', '', '', '', NULL, clock_timestamp());
  ELSIF what = 'asked' AND r.status IN ('sent', 'asked') THEN
    UPDATE referral_referral SET status = 'asked', version = version + 1 WHERE id = r.id;
    INSERT INTO referral_message (id, referral_id, kind, sender_id, question, reply, feedback, data_class, "on", at)
      SELECT gen_random_uuid(), r.id, 'question', r.receiver_id, q, '', '', '', NULL, clock_timestamp() FROM jsonb_array_elements_text(codes->'questions') q;
  ELSIF what = 'feedback' AND r.status IN ('accepted', 'completed') THEN
    INSERT INTO referral_message (id, referral_id, kind, sender_id, question, reply, feedback, data_class, "on", at)
      VALUES (gen_random_uuid(), r.id, 'feedback', r.receiver_id, '', '', codes->>'feedback', '', said_on, clock_timestamp());
    IF r.status = 'accepted' AND codes->>'feedback' IN ('ended', 'did_not_come') THEN
      UPDATE referral_referral SET status = 'completed', version = version + 1 WHERE id = r.id;
    END IF;
  ELSE
    RETURN false;
  END IF;
  SELECT * INTO theirs FROM referral_case WHERE journey_id = r.journey_id AND organisation_id = r.sender_id;
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, journey_id, referral_id, made_at)
    VALUES (gen_random_uuid(), r.sender_id, theirs.lead_id, told, r.journey_id, r.id, now());
  -- That police or an authority was told something is between the two organisations.
  IF r.kind <> 'information' THEN
    INSERT INTO referral_journeyevent (id, journey_id, kind, at, organisation_id, country, side, gate, stage, referral)
      VALUES (gen_random_uuid(), r.journey_id, told, clock_timestamp(), r.receiver_id, receiver.country, '', '', NULL, r.id);
  END IF;
  IF what = 'declined' THEN
    INSERT INTO referral_task (id, organisation_id, journey_id, case_id, referral_id, kind, gate, text, assigned_to_id, due_on, made_at)
      VALUES (gen_random_uuid(), r.sender_id, r.journey_id, theirs.id, r.id, 'alternative', '', ''::bytea, theirs.lead_id, desk_private.today_of(r.sender_id) + 1, now());
    PERFORM desk_private.leave_lists(r.journey_id, receiver.country);
  END IF;
  RETURN true;
END $$;

-- The answer on the opened page, by its ticket. Accepting leaves the ticket for one thing more: the name of who reads the rest.
CREATE OR REPLACE FUNCTION answer_link(ticket text, what text, codes jsonb) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  l record;
  r referral_referral;
BEGIN
  SELECT * INTO l FROM referral_referrallink WHERE ticket_digest = ticket AND ticket <> '';
  IF NOT FOUND OR desk_organisation() IS NOT NULL THEN RETURN NULL; END IF;
  SELECT * INTO r FROM referral_referral WHERE id = l.referral_id FOR UPDATE;  -- the referral first, as everybody who answers it
  SELECT * INTO l FROM referral_referrallink WHERE id = l.id FOR UPDATE;
  IF l.ticket_digest <> ticket OR l.ticket_until <= clock_timestamp() OR l.revoked_at IS NOT NULL THEN RETURN NULL; END IF;
  IF r.status = 'withdrawn' THEN
    UPDATE referral_referrallink SET ticket_digest = '' WHERE id = l.id;
    RETURN 'closed';
  END IF;
  IF what = 'named' AND l.answered_at IS NOT NULL AND r.status = 'accepted' AND coalesce(codes->>'name', '') <> '' THEN
    UPDATE referral_referral SET contact_name = codes->>'name', version = version + 1 WHERE id = r.id;
  ELSIF what = 'named' OR l.answered_at IS NOT NULL OR NOT desk_private.receiver_says(r.id, what, codes) THEN
    RETURN NULL;
  END IF;
  UPDATE referral_referrallink SET answered_at = coalesce(answered_at, clock_timestamp()),
      ticket_digest = CASE what WHEN 'accepted' THEN ticket_digest ELSE '' END WHERE id = l.id;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (r.sender_id, 'link', 'link.' || what, r.id::text, '{}');
  INSERT INTO referral_partnerentry (id, referral_id, link_id, kind, channel, said_by, function, "on", at, recorded_by_id)
    VALUES (gen_random_uuid(), r.id, l.id, what, 'link', coalesce(codes->>'name', ''), coalesce(codes->>'function', ''), NULL, clock_timestamp(), NULL);
  RETURN what;
END $$;

-- The sender writes down what it was told: who said it, when, by what channel.
CREATE OR REPLACE FUNCTION record_answer(of_referral uuid, what text, by_channel text, by_name text, by_function text, said_on date, codes jsonb)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r record;
BEGIN
  SELECT x.id, x.status, x.receiver_id, o.has_account INTO r FROM referral_referral x JOIN accounts_organisation o ON o.id = x.receiver_id
   WHERE x.id = of_referral AND x.sender_id = desk_organisation() AND desk_role_may('referral', 'add')
     AND EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = x.journey_id AND c.organisation_id = x.sender_id AND desk_private.works_on(c.id))
     FOR UPDATE OF x;
  IF NOT FOUND OR r.has_account OR by_name = '' OR by_channel NOT IN ('telephone', 'letter', 'mail', 'in_person') THEN
    RAISE EXCEPTION 'not an answer that you write down' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF what = 'named' THEN
    IF r.status <> 'accepted' THEN RETURN false; END IF;
  ELSIF what = 'recall' THEN
    -- What became of all that was asked back. The rows of 67 judge each.
    BEGIN
      INSERT INTO referral_message (id, referral_id, kind, sender_id, question, reply, feedback, data_class, recall, "on", at)
        SELECT gen_random_uuid(), r.id, 'receipt', r.receiver_id, '', '', '', one, codes->>'recall', said_on, clock_timestamp()
          FROM unnest(desk_private.asked_back(r.id)) one;
      IF NOT FOUND THEN RETURN false; END IF;
    EXCEPTION WHEN check_violation THEN RETURN false;
    END;
  ELSIF NOT desk_private.receiver_says(r.id, what, codes || jsonb_build_object('on', said_on)) THEN
    RETURN false;
  END IF;
  IF what IN ('accepted', 'named') THEN UPDATE referral_referral SET contact_name = by_name, version = version + 1 WHERE id = r.id; END IF;
  IF what IN ('accepted', 'declined', 'asked') THEN
    UPDATE referral_referrallink SET revoked_at = clock_timestamp() WHERE referral_id = r.id AND revoked_at IS NULL AND answered_at IS NULL;
  END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (desk_organisation(), '', 'partner.' || what, r.id::text,
    jsonb_build_object('channel', by_channel));
  INSERT INTO referral_partnerentry (id, referral_id, link_id, kind, channel, said_by, function, "on", at, recorded_by_id)
    VALUES (gen_random_uuid(), r.id, NULL, what, by_channel, by_name, by_function, said_on, clock_timestamp(), desk_user());
  RETURN true;
END $$;
