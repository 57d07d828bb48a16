/* Progressive enhancement only: every page works without this file. No globals, no eval, no inline handlers. */
(function () {
  'use strict';
  var doc = document, body = doc.body;
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function on(selector, event, act) { all(selector).forEach(function (node) { node.addEventListener(event, act); }); }
  function typing(target) { return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName); }

  /* Leave quickly: the link, or Shift three times within two seconds with no other key between. */
  var presses = 0, timer;
  function leave(event) {
    if (event) event.preventDefault();
    body.hidden = true;
    doc.title = '';
    var told = { answers: null };
    doc.dispatchEvent(new CustomEvent('desk:leave', { detail: told })); /* drafts.js gives what is not kept yet */
    try { navigator.sendBeacon(body.dataset.leaveAt, told.answers) || navigator.sendBeacon(body.dataset.leaveAt); } catch (_) { /* the next page matters more */ }
    location.replace(body.dataset.exit);
  }
  on('[data-leave]', 'click', leave);
  doc.addEventListener('keydown', function (event) { if (event.key !== 'Shift') presses = 0; });
  doc.addEventListener('keyup', function (event) {
    if (event.key !== 'Shift') { presses = 0; return; }
    if (++presses === 1) { clearTimeout(timer); timer = setTimeout(function () { presses = 0; }, 2000); }
    if (presses === 3) leave();
  });

  /* Mistakes in a form: the focus goes to their summary. */
  var focus = doc.querySelector('[data-focus]');
  if (focus) focus.focus();

  /* Menus close with Escape or a click elsewhere. */
  doc.addEventListener('click', function (event) {
    all('details[data-menu][open]').forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });
  doc.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') return;
    all('details[data-menu][open]').forEach(function (menu) { menu.open = false; menu.querySelector('summary').focus(); });
  });

  /* Palette: the search page in a dialog. */
  var palette = doc.getElementById('palette');
  function openPalette(event) {
    if (!palette || !palette.showModal) return;
    if (event) event.preventDefault();
    if (!palette.open) palette.showModal();
    palette.querySelector('input').select();
  }
  on('[data-palette]', 'click', openPalette);
  if (palette) wirePalette();
  function wirePalette() {
    var input = palette.querySelector('input'), form = palette.querySelector('form');
    var results = palette.querySelector('[data-results]'), start = results.innerHTML, waiting, request;
    var shownFor = '', entered = false; /* Enter is for what was typed, not for what was shown a moment before */
    function show(html, text) {
      results.innerHTML = html;
      shownFor = text;
      var first = results.querySelector('a');
      if (first) first.classList.add('on');
      if (entered && first) first.click();
      entered = false;
    }
    function ask() {
      var text = input.value.trim();
      clearTimeout(waiting);
      if (request) request.abort();
      if (!text) { show(start, ''); return; }
      request = new AbortController();
      fetch(form.action + '?q=' + encodeURIComponent(text), { headers: { 'HX-Request': 'true' }, signal: request.signal, credentials: 'same-origin', cache: 'no-store' })
        .then(function (answer) { if (answer.ok && !answer.redirected) return answer.text().then(function (html) { show(html, text); }); })
        .catch(function (problem) { if (entered && problem.name !== 'AbortError') form.submit(); });
    }
    show(start, '');
    input.addEventListener('input', function () { clearTimeout(waiting); waiting = setTimeout(ask, 150); });
    palette.addEventListener('keydown', function (event) {
      var links = all('a', results), here = links.indexOf(results.querySelector('a.on'));
      if (event.key === 'Enter' && event.target === input) {
        if (shownFor !== input.value.trim()) { event.preventDefault(); entered = true; ask(); return; }
        if (links[here]) { event.preventDefault(); links[here].click(); }
      }
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp' || !links.length) return;
      event.preventDefault();
      if (links[here]) links[here].classList.remove('on');
      var next = links[(here + (event.key === 'ArrowDown' ? 1 : links.length - 1)) % links.length];
      next.classList.add('on');
      next.scrollIntoView({ block: 'nearest' });
    });
    palette.addEventListener('click', function (event) { if (event.target === palette) palette.close(); });
  }

  /* Keys: data-key="n" is one letter, data-go="h" follows G. Single letters can be switched off. */
  var going = 0;
  function press(selector) {
    var target = all(selector).filter(function (node) { return node.offsetParent !== null; })[0];
    if (target) target.click();
    return Boolean(target);
  }
  function step(by) {
    var rows = all('main .rows .stretched-link, main .gates .stretched-link, main .tbl tbody a'), here = rows.indexOf(doc.activeElement);
    if (rows.length) rows[Math.min(Math.max(here + by, 0), rows.length - 1)].focus();
  }
  function letter(event) {
    var key = event.key.toLowerCase(), now = Date.now();
    if (!/^[a-z?]$/.test(key)) return false;
    if (now - going < 1500) { going = 0; return press('[data-go="' + key + '"]'); }
    if (key === 'g') { going = now; return true; }
    if (key === 'j' || key === 'k') { step(key === 'j' ? 1 : -1); return true; }
    return press('[data-key="' + key + '"]');
  }
  doc.addEventListener('keydown', function (event) {
    var command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === 'k') { openPalette(event); return; }
    if (command && event.key === 'Enter' && event.target.form) { event.preventDefault(); event.target.form.requestSubmit(); return; }
    if (body.dataset.keys === 'off' || command || event.altKey || typing(event.target) || doc.querySelector('dialog[open]')) return;
    if (event.key === '/') {
      var search = doc.querySelector('[data-slash]');
      if (search) { event.preventDefault(); search.focus(); } else openPalette(event);
    } else if (letter(event)) event.preventDefault();
  });

  /* Forms: one press is one action; unsaved answers are not lost while offline. */
  var unsaved = false, note = doc.getElementById('offline');
  doc.addEventListener('input', function (event) {
    if (event.target.form && event.target.form.method === 'post') unsaved = true;
    tell();
  });
  doc.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.method !== 'post') return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    setTimeout(function () { delete form.dataset.sent; }, 400);
    if (navigator.onLine) unsaved = false;
  });
  function tell() { if (note) note.hidden = navigator.onLine || !unsaved; }
  window.addEventListener('offline', tell);
  window.addEventListener('online', tell);
  window.addEventListener('beforeunload', function (event) { if (unsaved && !navigator.onLine) event.preventDefault(); });

  /* Small helpers in pages: print, show a password, copy as text. */
  on('[data-print]', 'click', function () { window.print(); });
  on('[data-show-password]', 'change', function (event) {
    var field = doc.getElementById(event.target.dataset.showPassword);
    if (field) field.type = event.target.checked ? 'text' : 'password';
  });
  on('[data-copy]', 'click', function (event) {
    var source = doc.getElementById(event.currentTarget.dataset.copy);
    if (!source || !navigator.clipboard) return;
    navigator.clipboard.writeText(source.value || source.textContent.trim()).then(function () {
      doc.getElementById('live').textContent = event.target.dataset.copied || '';
    });
  });
})();
