/* Saves what is typed as a draft on the server: three seconds after the last change, and on leaving. Nothing is kept in the browser. */
(function () {
  'use strict';
  var doc = document, form = doc.querySelector('main form[method=post]:not([action]):not([data-no-draft])');
  var words = doc.getElementById('draft-words');
  if (!form || !words || !form.elements.idempotency_key) return;
  var PAUSE = 3000, GAP = 5000, told = 0, last = 0, changes = 0, saved = 0, timer, busy = false, over = false, sent = 0;
  var state = words.content.firstElementChild.cloneNode(true), text = doc.createElement('span');
  state.appendChild(text);
  state.hidden = true;
  var places = form.querySelectorAll('.actions');
  (places.length ? places[places.length - 1] : form).appendChild(state);

  function answers(extra) {
    var data = new FormData(form);
    Array.from(data.keys()).forEach(function (name) { if (data.get(name) instanceof File) data.delete(name); });
    Object.keys(extra).forEach(function (name) { data.set(name, extra[name]); });
    return data;
  }
  function say(words, good) {
    if (!doc.contains(state)) form.appendChild(state); /* the page put a new piece where it stood */
    state.hidden = !words;
    text.textContent = words;
    state.classList.toggle('saved-not', !good);
    if (Date.now() - told < 60000 && good) return;
    told = Date.now();
    doc.getElementById('live').textContent = words;
  }
  function waiting() { return changes > saved && !over && Date.now() - sent > 10000; }
  function plan(pause) {
    clearTimeout(timer);
    if (!over) timer = setTimeout(save, Math.max(pause, last + GAP - Date.now()));
  }
  function save() {
    if (!waiting()) return;
    if (busy) { plan(PAUSE); return; }
    var now = changes;
    busy = true;
    last = Date.now();
    fetch(location.href, { method: 'POST', body: answers({ save_draft: 'auto' }), redirect: 'manual', credentials: 'same-origin' })
      .then(function (answer) {
        if (answer.type === 'opaqueredirect') { /* the session ended: the server kept this, and asks to sign in */
          over = true;
          doc.body.hidden = true;
          location.replace(location.href);
          return null;
        }
        if (answer.status === 409) over = true;
        if (!answer.ok && answer.status !== 409 && answer.status !== 413) throw new Error(String(answer.status));
        saved = now;
        return answer.json().then(function (told) { say(told.said, answer.ok); });
      })
      .catch(function () { say(words.dataset.failed, false); plan(15000); })
      .then(function () { busy = false; if (waiting()) plan(PAUSE); });
  }
  function changed() { changes += 1; plan(PAUSE); }
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  form.addEventListener('submit', function (event) { if (!event.defaultPrevented) { sent = Date.now(); clearTimeout(timer); } });
  window.addEventListener('pagehide', function () {
    if (waiting()) navigator.sendBeacon(location.href, answers({ save_draft: 'auto' }));
  });
  doc.addEventListener('visibilitychange', function () { if (doc.hidden && waiting()) save(); });
  doc.addEventListener('desk:session-ends', function () { if (waiting()) save(); });
  doc.addEventListener('desk:leave', function (event) {
    over = true;
    if (changes > saved || busy) event.detail.answers = answers({ draft_of: location.pathname });
  });
})();
