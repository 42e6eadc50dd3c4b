// Sends the file of <form data-upload> at once, shows how far it is, and offers to try again when the
// line breaks. The server answers with the page, as without scripts: its slot replaces ours, and so does
// what it says elsewhere of what was sent, marked with data-after-upload and an id. Where it leads to a page
// without that slot, that page is opened.
(() => {
  "use strict";

  const REPLACED = ["[data-completeness]", "#messages"];

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
    slot.replaceWith(fresh);
    for (const place of REPLACED) {
      const [old, news] = [document.querySelector(place), page.querySelector(place)];
      if (old && news) old.replaceChildren(...news.childNodes);
    }
    showElsewhere(page);
    const next = fresh.querySelector("a, input[type=file]");
    if (next) next.focus();
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
    const file = input.files[0];
    if (!file || form.getAttribute("aria-busy") === "true") return;
    const most = Number(input.dataset.maxBytes || 0);
    if (most && file.size > most) {
      say(form, input.dataset.tooLarge);
      return;
    }
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
    request.send(new FormData(form));
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
