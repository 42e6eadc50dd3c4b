// Every 30 seconds, while the page is looked at: who else is here, and the deadline as it stands now.
//
// data-presence="URL" answers {deadline_iso, deadline_text, deadline_times, closing_text, who: [names], revs: {key: rev}}; revs that are
// numbers grow, others are marks of the text. A field whose text is newer than the page is said so beside it.
(() => {
  "use strict";

  const EVERY = 30000;
  const place = document.querySelector("[data-presence]");
  if (!place) return;

  function showDeadline(answer) {
    for (const deadline of document.querySelectorAll("[data-deadline]")) {
      const text = deadline.querySelector("[data-deadline-text]");
      if (text && answer.deadline_text && text.textContent !== answer.deadline_text) text.textContent = answer.deadline_text;
      if (!answer.deadline_iso || deadline.dataset.deadline === answer.deadline_iso) continue;
      deadline.dataset.deadline = answer.deadline_iso;
      deadline.querySelectorAll("time").forEach((time, place) => {
        time.dateTime = answer.deadline_iso;
        time.textContent = answer.deadline_times[place] || time.textContent;
      });
    }
    for (const fact of document.querySelectorAll("[data-closing]")) {
      if (answer.closing_text && fact.textContent !== answer.closing_text) fact.textContent = answer.closing_text;
    }
  }

  function showPeople(answer) {
    for (const line of document.querySelectorAll("[data-presence-line]")) {
      line.textContent = answer.who && answer.who.length ? line.dataset.here.replace("%s", answer.who.join(", ")) : "";
    }
  }

  // Not for the field one is in: its own save may be on its way, and a conflict shows both texts anyway.
  function showNewer(answer) {
    for (const line of document.querySelectorAll("[data-newer-for]")) {
      const field = document.querySelector(`[name="answer-${CSS.escape(line.dataset.newerFor)}"]`);
      const rev = (answer.revs || {})[line.dataset.newerFor];
      if (!field || field === document.activeElement) continue;
      const known = field.closest("[data-rev]").dataset.rev;
      const newer = rev !== undefined && (typeof rev === "number" ? rev > Number(known) : rev !== known);
      if (newer === Boolean(line.textContent)) continue;
      line.replaceChildren(...(newer ? [line.nextElementSibling.content.cloneNode(true)] : []));
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
