/* Shortly before the session ends: "Still there?". The server keeps the time; looking at it is no sign of life. */
(function () {
  'use strict';
  var doc = document, dialog = doc.getElementById('still-there');
  if (!dialog || !dialog.showModal) return;
  var warn = Number(dialog.dataset.warn), clock = dialog.querySelector('[data-clock]');
  var end = Date.now() + Number(dialog.dataset.left) * 1000, timer, ticking;
  function left() { return Math.max(0, Math.round((end - Date.now()) / 1000)); }
  function two(number) { return (number < 10 ? '0' : '') + number; }
  function tick() { clock.textContent = Math.floor(left() / 60) + ':' + two(left() % 60); }
  function wait(seconds, act) { clearTimeout(timer); timer = setTimeout(act, Math.max(seconds, 1) * 1000); }
  function ask(poll) {
    return fetch(dialog.dataset.time, { headers: poll ? { 'X-Desk-Poll': '1' } : {}, redirect: 'manual', credentials: 'same-origin', cache: 'no-store' })
      .then(function (answer) { return answer.ok ? answer.json() : over(); })
      .then(function (answer) { if (answer) plan(answer); }, function () { wait(left() > 0 ? 15 : 5, look); if (!left()) show(false); });
  }
  function look() { return ask(true); }
  function plan(answer) {
    end = Date.now() + answer.left * 1000;
    if (answer.left > warn) { clearInterval(ticking); dialog.close(); wait(answer.left - warn, look); return; }
    show(answer.longer);
    wait(Math.min(answer.left + 1, 15), look); /* another tab may have gone on */
  }
  function show(longer) {
    dialog.querySelector('[data-longer]').hidden = !longer;
    dialog.querySelector('[data-ends]').hidden = longer;
    dialog.querySelector('[data-stay]').hidden = !longer;
    tick();
    if (dialog.open) return;
    doc.dispatchEvent(new CustomEvent('desk:session-ends'));
    clearInterval(ticking);
    ticking = setInterval(tick, 1000);
    dialog.showModal();
  }
  function over() { /* nothing of a case stays on a screen that nobody watches */
    doc.body.hidden = true;
    doc.title = '';
    location.replace(dialog.dataset.signIn + '?next=' + encodeURIComponent(location.pathname + location.search));
  }
  dialog.addEventListener('cancel', function (event) { event.preventDefault(); stay(); });
  dialog.querySelector('[data-stay]').addEventListener('click', stay);
  function stay() { ask(false); }
  doc.addEventListener('visibilitychange', function () { if (!doc.hidden && left() < warn) look(); });
  wait(left() - warn, look);
})();
