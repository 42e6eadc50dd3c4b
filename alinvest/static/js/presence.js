// Every 30 seconds, while the page is looked at: who else is here, and the deadline as it stands now.
//
// data-presence="URL" answers {deadline_iso, deadline_text, who: [names], revs: {key: rev}}.
(() => {
  "use strict";

  const EVERY = 30000;
  const place = document.querySelector("[data-presence]");
  if (!place) return;

  function showDeadline(answer) {
    for (const deadline of document.querySelectorAll("[data-deadline]")) {
      const text = deadline.querySelector("[data-deadline-text]");
      if (text && answer.deadline_text && text.textContent !== answer.deadline_text) text.textContent = answer.deadline_text;
      if (answer.deadline_iso) deadline.dataset.deadline = answer.deadline_iso;
    }
  }

  function showPeople(answer) {
    for (const line of document.querySelectorAll("[data-presence-line]")) {
      line.textContent = answer.who && answer.who.length ? line.dataset.here.replace("%s", answer.who.join(", ")) : "";
    }
  }

  function showNewer(answer) {
    for (const [key, rev] of Object.entries(answer.revs || {})) {
      const field = document.querySelector(`[name="answer-${CSS.escape(key)}"]`);
      if (!field || Number(rev) <= Number(field.dataset.rev)) continue;
      const line = document.querySelector(`[data-newer-for="${CSS.escape(key)}"]`);
      if (line) line.hidden = false;
    }
  }

  async function ask() {
    if (document.visibilityState === "hidden") return;
    try {
      const response = await fetch(place.dataset.presence, { redirect: "manual", headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const answer = await response.json();
      showDeadline(answer);
      showPeople(answer);
      showNewer(answer);
    } catch {
      // No network: the saving line says so where it matters; the next turn asks again.
    }
  }

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  ask();
})();
