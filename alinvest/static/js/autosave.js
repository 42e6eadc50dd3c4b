// Saves each field of <form data-autosave="URL"> two seconds after a pause, ten at most while typing.
//
// Fields are named answer-KEY; they or what is around them carry data-rev. POST key, value, rev; the answer says:
//   200 {saved, rev, at, understood, problem, completeness, pieces}  what the server made of it; pieces {id: html}
//                                                                    are the sums and sentences that changed with it
//   409 {conflict, rev, theirs, shown, by, at}                       a colleague was faster: both texts shown
//   401/403 {login} or a redirect                                    signed out: sign in elsewhere, then it goes on
//   anything else, or no answer {problem}                            tried again, the text stays on the page
// The button data-copy="NAME" is shown while something cannot be saved: it downloads a file with those texts.
// A hidden field rev-KEY, if there is one, follows the revision, so that the plain button fits too.
(() => {
  "use strict";

  const PAUSE = 2000;
  const LONGEST = 10000;
  const PATIENCE = 20000;
  const AGAIN = [2000, 4000, 8000, 15000, 30000];

  // A word that a list does not offer is added to it: what somebody wrote is shown, whatever it is.
  function fill(cell, text) {
    if (cell.tagName === "SELECT" && ![...cell.options].some((one) => one.value === text)) cell.add(new Option(text, text));
    cell.value = text;
  }

  const keyOf = (element) => element.name.slice("answer-".length);

  class Field {
    constructor(key, elements) {
      this.key = key;
      this.elements = elements;
      this.rev = elements[0].closest("[data-rev]").dataset.rev;
      this.saved = this.original();
      this.conflict = null;
      this.problem = null;
      this.since = 0;
    }

    choices() {
      return this.elements[0].type === "checkbox" || this.elements[0].type === "radio";
    }

    rows() {
      const table = this.elements[0].closest("[data-rows-of]");
      return table && [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input, select")]);
    }

    // The cells of a table as one text, as grants/questionnaire/answers.py joins them.
    text(valueOf) {
      const rows = this.rows().map((row) => row.map((cell) => valueOf(cell).trim().replace(/\s+/gu, " ")));
      return rows.filter((row) => row.some(Boolean)).map((row) => row.join("\t")).join("\n");
    }

    value() {
      if (this.rows()) return this.text((cell) => cell.value);
      if (!this.choices()) return this.elements[0].value;
      return this.elements.filter((one) => one.checked).map((one) => one.value).join("\n");
    }

    original() {
      const first = this.elements[0];
      const chosen = (list) => [...list.options].find((option) => option.defaultSelected) || list.options[0];
      if (this.rows()) return this.text((cell) => (cell.tagName === "SELECT" ? chosen(cell).value : cell.defaultValue));
      if (this.choices()) return this.elements.filter((one) => one.defaultChecked).map((one) => one.value).join("\n");
      if (first.tagName !== "SELECT") return first.defaultValue;
      return chosen(first) ? chosen(first).value : "";
    }

    put(text) {
      if (this.rows()) {
        const lines = text.split("\n").map((line) => line.split("\t"));
        const table = this.elements[0].closest("[data-rows-of]");
        table.dispatchEvent(new CustomEvent("rows-needed", { bubbles: true, detail: lines.length }));
        this.rows().forEach((row, down) => row.forEach((cell, right) => fill(cell, (lines[down] || [])[right] || "")));
      } else if (this.choices()) {
        const values = text.split("\n");
        for (const one of this.elements) one.checked = values.includes(one.value);
      } else {
        this.elements[0].value = text;
      }
      this.elements[0].dispatchEvent(new Event("input", { bubbles: true }));
    }

    dirty() {
      return this.value() !== this.saved;
    }

    // What the field is called, for a file of texts.
    label() {
      const first = this.elements[0];
      const label = this.place().querySelector("legend, .form-label") || (first.labels && first.labels[0]);
      return (first.getAttribute("aria-label") || (label ? label.textContent : this.key)).trim().replace(/\s+/gu, " ");
    }

    place() {
      return this.elements[0].closest(this.rows() ? ".field" : ".cell, .field, td") || this.elements[0];
    }
  }

  class Saver {
    constructor(form) {
      this.form = form;
      this.line = form.querySelector("[data-autosave-line]");
      this.copy = this.line.querySelector("[data-copy]");
      this.copy.addEventListener("click", () => this.download());
      this.fields = new Map();
      this.timer = 0;
      this.failures = 0;
      this.sending = null;
      this.state = "idle";
      this.collect();
      form.addEventListener("input", (event) => this.typed(event.target));
      form.addEventListener("change", (event) => this.typed(event.target));
      form.addEventListener("submit", (event) => this.submitted(event));
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden" || this.state === "login") this.flush();
      });
      window.addEventListener("focus", () => this.state === "login" && this.flush());
      window.addEventListener("online", () => this.flush());
      window.addEventListener("beforeunload", (event) => {
        if (!this.leaving && this.unsaved().length) event.preventDefault();
      });
      if (this.unsaved().length) this.plan(PAUSE); // text the browser kept over a reload
    }

    collect() {
      for (const element of this.form.querySelectorAll('[name^="answer-"]')) {
        const key = keyOf(element);
        const known = this.fields.get(key);
        if (!known) this.fields.set(key, new Field(key, [...this.form.querySelectorAll(`[name="answer-${CSS.escape(key)}"]`)]));
        else if (!known.elements[0].isConnected) this.fields.delete(key) && this.collect();
      }
    }

    unsaved() {
      return [...this.fields.values()].filter((field) => field.dirty() || field.conflict);
    }

    typed(element) {
      if (!element.name || !element.name.startsWith("answer-")) return;
      if (!this.fields.has(keyOf(element))) this.collect();
      const field = this.fields.get(keyOf(element));
      if (field.conflict) field.conflict.querySelector("[data-mine]").textContent = field.value();
      if (!field.dirty()) return;
      field.since = field.since || Date.now();
      this.plan(Math.min(PAUSE, Math.max(0, field.since + LONGEST - Date.now())));
    }

    plan(wait) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), wait);
    }

    flush() {
      clearTimeout(this.timer);
      if (!this.sending) this.sending = this.send().finally(() => (this.sending = null));
      return this.sending;
    }

    async send() {
      if (this.state === "login" && !(await this.newToken())) return this.plan(15000);
      const slow = setTimeout(() => this.say("saving"), 1000);
      try {
        for (const field of this.fields.values()) {
          if (field.dirty() && !field.conflict && field.problem !== field.value() && !(await this.sendOne(field))) return undefined;
        }
      } finally {
        clearTimeout(slow);
      }
      return undefined;
    }

    async sendOne(field) {
      const value = field.value();
      let response;
      try {
        response = await fetch(this.form.dataset.autosave, {
          method: "POST",
          redirect: "manual",
          keepalive: value.length < 20000,
          signal: AbortSignal.timeout(PATIENCE),
          headers: { "X-CSRFToken": this.token(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
          body: new URLSearchParams({ key: field.key, value, rev: field.rev }),
        });
      } catch {
        return this.later();
      }
      const json = (response.headers.get("Content-Type") || "").includes("json");
      const answer = json ? await response.json().catch(() => ({})) : {};
      if (response.ok && answer.saved) return this.kept(field, value, answer);
      if (response.status === 409 && answer.conflict) return this.clash(field, answer);
      if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) return this.signedOut(answer);
      if (response.status >= 500 || response.status === 429 || response.ok) return this.later(answer.problem);
      field.problem = value;
      this.say("wrong", answer.problem);
      return true;
    }

    kept(field, value, answer) {
      this.failures = 0;
      field.saved = value;
      field.since = 0;
      this.revision(field, answer.rev);
      this.understood(field, answer);
      const completeness = document.querySelector("[data-completeness]");
      if (completeness && answer.completeness) completeness.textContent = answer.completeness;
      for (const [id, html] of Object.entries(answer.pieces || {})) {
        const place = document.getElementById(id);
        if (place && place.innerHTML !== html) place.innerHTML = html;
      }
      if (field.dirty()) this.plan(PAUSE);
      this.settled(answer.at);
      return true;
    }

    // "Saved" is said once nothing that was typed waits any more: who reads it may leave the page.
    settled(at) {
      const open = this.unsaved();
      if (!open.length) return this.say("saved", at);
      if (open.some((field) => field.conflict)) return undefined;
      return this.say(open.some((field) => field.problem !== field.value()) ? "saving" : "wrong");
    }

    revision(field, rev) {
      field.rev = String(rev);
      for (const element of field.elements) element.dataset.rev = field.rev;
      const hidden = this.form.elements[`rev-${field.key}`];
      if (hidden) hidden.value = field.rev;
    }

    understood(field, answer) {
      field.place().classList.toggle("field--wrong", Boolean(answer.problem));
      for (const told of field.place().querySelectorAll("[data-problem]")) told.remove();
      let line = field.place().querySelector("[data-understood]");
      if (!line && (answer.understood || answer.problem)) {
        line = document.createElement("p");
        line.dataset.understood = "";
        line.setAttribute("role", "status");
        field.place().append(line);
      }
      if (!line) return;
      line.className = answer.problem ? "understood understood--problem" : "understood";
      line.textContent = answer.problem || answer.understood || "";
      this.tie(field, line, Boolean(answer.problem));
    }

    // Who hears the page hears with the field what stands under it: as the server ties it in a page it draws.
    tie(field, line, isWrong) {
      const first = field.elements[0];
      const told = field.choices() || field.rows() ? first.closest("fieldset") || first : first;
      line.id = line.id || `understood-${field.key}`;
      const ids = (told.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== line.id && document.getElementById(id));
      told.setAttribute("aria-describedby", [...ids, line.id].join(" "));
      if (told !== first || field.rows()) return;
      if (isWrong) first.setAttribute("aria-invalid", "true");
      else first.removeAttribute("aria-invalid");
    }

    later(problem = "") {
      this.say("waiting", problem);
      this.plan(AGAIN[Math.min(this.failures, AGAIN.length - 1)]);
      this.failures += 1;
      return false;
    }

    signedOut(answer) {
      const link = document.createElement("a");
      link.href = answer.login || `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
      link.target = "_blank";
      link.textContent = this.line.dataset.loginLink;
      this.say("login");
      this.line.querySelector(".autosave__line").append(" ", link);
      this.plan(15000);
      return false;
    }

    // Signing in again changes the token: the page itself, asked for once more, carries the new one.
    async newToken() {
      try {
        const response = await fetch(location.href, { redirect: "manual" });
        if (!response.ok) return false;
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const fresh = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
        if (!fresh) return false;
        for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = fresh.value;
        return true;
      } catch {
        return false;
      }
    }

    clash(field, answer) {
      const box = this.form.querySelector("[data-conflict-template]").content.firstElementChild.cloneNode(true);
      box.querySelector("[data-mine]").textContent = field.value();
      box.querySelector("[data-theirs]").textContent = answer.shown || answer.theirs;
      box.querySelector("[data-by]").textContent = [answer.by, answer.at].filter(Boolean).join(", ");
      box.querySelector("[data-keep=both]").hidden = field.elements[0].tagName !== "TEXTAREA";
      box.addEventListener("click", (event) => this.chosen(event, field, answer));
      field.conflict = box;
      field.place().after(box);
      this.say("conflict");
      return true;
    }

    chosen(event, field, answer) {
      const button = event.target.closest("[data-keep]");
      if (!button) return;
      event.preventDefault();
      const mine = field.value();
      field.conflict.remove();
      field.conflict = null;
      field.saved = answer.theirs;
      this.revision(field, answer.rev);
      if (button.dataset.keep === "theirs") field.put(answer.theirs);
      if (button.dataset.keep === "both") field.put(`${mine}\n\n${answer.theirs}`);
      field.elements[0].focus();
      if (field.dirty()) this.plan(button.dataset.keep === "mine" ? 0 : PAUSE);
      else this.settled(answer.at);
    }

    download() {
      const texts = this.unsaved().map((field) => `${field.label()}\n\n${field.value()}\n`);
      const href = URL.createObjectURL(new Blob([texts.join("\n\n")], { type: "text/plain" }));
      Object.assign(document.createElement("a"), { href, download: this.copy.dataset.copy }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    }

    submitted(event) {
      if (this.sending) {
        event.preventDefault();
        this.sending.then(() => this.form.requestSubmit(event.submitter));
        return;
      }
      if (this.cutOff()) {
        event.preventDefault();
        this.flush().then(() => this.cutOff() || this.form.requestSubmit(event.submitter));
        return;
      }
      clearTimeout(this.timer);
      this.leaving = true;
    }

    // Then a page that is left is lost to the browser's own error: the button tries once more, and stays.
    cutOff() {
      return this.state === "waiting" && this.unsaved().length > 0;
    }

    token() {
      return this.form.elements.csrfmiddlewaretoken.value;
    }

    say(state, word = "") {
      this.state = state;
      this.line.dataset.state = state;
      this.copy.hidden = !(state === "login" || state === "wrong" || (state === "waiting" && this.failures));
      const isSaid = word && (state === "wrong" || state === "waiting");
      const text = isSaid ? word : this.line.dataset[state].replace("%s", word);
      const place = this.line.querySelector(".autosave__line");
      if (place.textContent !== text) place.textContent = text;
    }
  }

  for (const form of document.querySelectorAll("form[data-autosave]")) new Saver(form);
})();
