// Sends the files of <form data-upload> at once, one after the other, shows how far each is, and offers to try
// again when the line breaks: with the file that was cut and those behind it. The server answers with the page, as without scripts: its slot replaces ours, and so does
// what it says elsewhere of what was sent, marked with data-after-upload and an id. Where it leads to a page
// without that slot, that page is opened.
(() => {
  "use strict";

  const REPLACED = ["[data-completeness]", "#messages"];
  const waiting = new WeakMap(); // form -> files still to be sent
  const refused = new WeakMap(); // form -> sentences about files that were not taken

  function say(form, text, retry) {
    const line = form.querySelector(".slot__progress");
    line.replaceChildren(text);
    if (!retry) return;
    const button = document.createElement("button");
    button.className = "btn btn-small";
    button.type = "submit";
    button.textContent = form.dataset.retry;
    line.append(button);
  }

  function showProgress(form, name) {
    const bar = document.createElement("progress");
    bar.className = "meter";
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", form.dataset.sending.replace("%s", name));
    say(form, form.dataset.sending.replace("%s", name));
    form.querySelector(".slot__progress").append(bar);
    return bar;
  }

  function showElsewhere(page) {
    for (const old of document.querySelectorAll("[data-after-upload]")) {
      const fresh = page.getElementById(old.id);
      if (!fresh) continue;
      old.replaceWith(fresh);
      if (window.htmx) window.htmx.process(fresh);
    }
  }

  function take(form, request) {
    const slot = form.closest("section");
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = slot && page.getElementById(slot.id);
    if (!fresh) {
      if (request.status < 400 && request.responseURL && request.responseURL !== form.action) {
        window.location.assign(request.responseURL);
        return;
      }
      say(form, form.dataset.refused, true);
      return;
    }
    goOn(form, fresh);
    slot.replaceWith(fresh);
    for (const place of REPLACED) {
      const [old, news] = [document.querySelector(place), page.querySelector(place)];
      if (old && news) old.replaceChildren(...news.childNodes);
    }
    showElsewhere(page);
    const next = fresh.querySelector("[data-upload]");
    if (next && waiting.has(next)) sendNext(next);
    else {
      const place = fresh.querySelector("a, input[type=file]");
      if (place) place.focus();
    }
  }

  // What still waits goes on in the slot as the server drew it anew; what it refused is said until the end.
  function goOn(form, fresh) {
    const [name, next] = [waiting.get(form)[0].name, fresh.querySelector("[data-upload]")];
    const rest = waiting.get(form).slice(1);
    const problem = fresh.querySelector(".field__error");
    const isOneOfSeveral = refused.has(form);
    const said = refused.get(form) || [];
    if (problem && isOneOfSeveral) said.push(`${name}: ${problem.textContent.trim()}`);
    if (rest.length && next) {
      waiting.set(next, rest);
      refused.set(next, said);
      return;
    }
    for (const file of rest) said.push(`${file.name}: ${form.dataset.refused}`);
    if (!said.length) return;
    if (problem) problem.remove();
    const list = document.createElement("ul");
    list.className = "field__error";
    for (const sentence of said) list.append(Object.assign(document.createElement("li"), { textContent: sentence }));
    fresh.append(list);
  }

  function answered(form, request) {
    if (!(request.getResponseHeader("Content-Type") || "").includes("json")) {
      take(form, request);
      return;
    }
    let problem = "";
    try {
      problem = JSON.parse(request.responseText).problem;
    } catch {
      problem = "";
    }
    say(form, problem || form.dataset.refused, true);
  }

  function send(form) {
    const input = form.querySelector("input[type=file]");
    if (form.getAttribute("aria-busy") === "true") return;
    if (input.files.length) waiting.set(form, [...input.files]);
    if (input.files.length > 1) refused.set(form, []);
    const files = waiting.get(form) || [];
    const tooLarge = files.find((one) => input.dataset.maxBytes && one.size > Number(input.dataset.maxBytes));
    if (tooLarge) say(form, `${tooLarge.name}: ${input.dataset.tooLarge}`);
    else if (files.length) sendNext(form);
  }


  function sendNext(form) {
    const input = form.querySelector("input[type=file]");
    const file = waiting.get(form)[0];
    form.setAttribute("aria-busy", "true");
    const request = new XMLHttpRequest();
    request.addEventListener("loadend", () => form.removeAttribute("aria-busy"));
    const bar = showProgress(form, file.name);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = Math.round((event.loaded / event.total) * 100);
    });
    request.upload.addEventListener("load", () => say(form, form.dataset.checking));
    request.addEventListener("load", () => answered(form, request));
    for (const trouble of ["error", "timeout", "abort"]) {
      request.addEventListener(trouble, () => say(form, form.dataset.failed, true));
    }
    request.open("POST", form.action);
    const data = new FormData(form);
    data.set(input.name, file);
    request.send(data);
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-upload]")) return;
    event.preventDefault();
    send(event.target);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (event.target.type === "file" && form && form.matches("[data-upload]")) send(form);
  });

  function over(event, on) {
    const form = event.target.closest && event.target.closest("[data-upload]");
    if (!form) return null;
    event.preventDefault();
    form.classList.toggle("slot__drop--over", on);
    return form;
  }
  document.addEventListener("dragover", (event) => over(event, true));
  document.addEventListener("dragleave", (event) => over(event, false));
  document.addEventListener("drop", (event) => {
    const form = over(event, false);
    if (!form || !event.dataTransfer.files.length) return;
    form.querySelector("input[type=file]").files = event.dataTransfer.files;
    send(form);
  });
})();
