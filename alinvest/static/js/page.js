// What every page may use: menus that close, dialogs that open, focus on what is wrong, lists whose choices
// stand once, a question before typed text is left behind, one sending per click, and where one is in sight.
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    const closer = event.target.closest("[data-close]");
    if (closer && closer.closest("dialog")) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest("details[data-menu][open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });

  // On a narrow screen the navigation scrolls: where one is stands in sight.
  const here = document.querySelector(".navigation [aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });

  // Who says for the first time who they are is offered the time zone of their own machine.
  const zone = document.querySelector("select[data-own-zone]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && [...zone.options].some((option) => option.value === own)) zone.value = own;

  function focusErrors(root) {
    const errors = root.querySelector("[data-focus]");
    if (errors) errors.focus();
  }
  focusErrors(document);
  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));

  // What a page says of what was just done stands in it from the start, which no screen reader announces: it comes anew.
  const said = [...document.querySelectorAll("#messages > *")];
  for (const one of said) one.hidden = true;
  setTimeout(() => said.forEach((one) => (one.hidden = false)), 100);

  // A sheet is folded on a narrow screen and always open on one of data-sheet rem or more.
  function fitSheets() {
    for (const sheet of document.querySelectorAll("details[data-sheet]")) {
      sheet.open = window.matchMedia(`(min-width: ${Number(sheet.dataset.sheet)}rem)`).matches;
    }
  }
  fitSheets();
  for (const width of [48, 64]) window.matchMedia(`(min-width: ${width}rem)`).addEventListener("change", fitSheets);

  // A list that stands in many rows is written with what is chosen in it; the others are added from where they stand once.
  for (const list of document.querySelectorAll("select[data-choices]")) {
    const source = document.getElementById(list.dataset.choices);
    const chosen = list.options[0];
    const choices = source ? [...(source.content || source).querySelectorAll("option")].map((one) => one.cloneNode(true)) : [];
    const place = choices.findIndex((one) => one.value === chosen.value);
    chosen.before(...choices.slice(0, Math.max(place, 0)));
    chosen.after(...choices.slice(place + 1));
  }

  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-leave]")) changed.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });

  // A second click while the first is on its way sends nothing; five seconds later it may again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[hx-post], [data-upload]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    setTimeout(() => {
      if (event.defaultPrevented) return;
      changed.delete(form);
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 5000);
    });
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
