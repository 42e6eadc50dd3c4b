// Before the session ends, a page with a form asks whether to stay signed in; nothing typed is lost either way.
//
// data-session="URL" data-seconds="N": GET answers {seconds, token} without prolonging, POST begins the time anew.
// The server is asked before anything is said: another window may have prolonged the session meanwhile.
(() => {
  "use strict";

  const AHEAD = 300;
  const AGAIN = 15;
  const place = document.querySelector("[data-session]");
  if (!place || !document.querySelector("main form[method=post]")) return;
  const dialog = place.querySelector("dialog");
  const [soon, over] = [place.querySelector("[data-session-soon]"), place.querySelector("[data-session-over]")];
  let timer = 0;
  let due = 0;

  function plan(seconds) {
    clearTimeout(timer);
    due = Date.now() + Math.max(seconds, 1) * 1000;
    timer = setTimeout(look, due - Date.now());
  }

  function show(part) {
    for (const one of [soon, over]) one.hidden = one !== part;
    if (!dialog.open) dialog.showModal();
  }

  // The answer; null when signed out, undefined when nothing came back.
  async function ask(method) {
    const headers = { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value, Accept: "application/json" };
    try {
      const response = await fetch(place.dataset.session, { method, headers, redirect: "manual" });
      if (response.ok) return await response.json();
      return response.type === "opaqueredirect" || response.status === 403 ? null : undefined;
    } catch {
      return undefined;
    }
  }

  // Whoever signs in again elsewhere has another token: the forms on this page go on with it.
  function adopt(token) {
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }

  async function look(method = "GET") {
    const answer = await ask(method);
    if (answer === undefined) return plan(AGAIN);
    if (answer === null) {
      if (over.hidden || dialog.open) show(over);
      return plan(AGAIN);
    }
    if (!over.hidden) adopt(answer.token);
    if (answer.seconds > AHEAD) {
      over.hidden = true;
      if (dialog.open) dialog.close();
      return plan(answer.seconds - AHEAD);
    }
    const text = soon.querySelector("[data-text]");
    const end = new Date(Date.now() + answer.seconds * 1000);
    text.textContent = text.dataset.text.replace("%s", end.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
    if (place.dataset.said !== "1") show(soon);
    place.dataset.said = "1";
    return plan(answer.seconds + 1);
  }

  place.querySelector("[data-stay]").addEventListener("click", () => {
    delete place.dataset.said;
    look("POST");
  });
  const back = () => document.visibilityState === "visible" && (Date.now() >= due || !over.hidden) && look();
  document.addEventListener("visibilitychange", back);
  window.addEventListener("focus", back);
  plan(Number(place.dataset.seconds) - AHEAD);
})();
