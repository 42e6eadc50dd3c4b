// Counts words while they are typed. A word is a run between spaces with a letter or a digit in it:
// the same rule as on the server, which has the last word.
(() => {
  "use strict";

  function words(text) {
    return text.split(/\s+/u).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;
  }

  function show(field) {
    const limit = Number(field.dataset.words);
    const line = document.querySelector(`[data-words-for="${CSS.escape(field.id)}"]`);
    if (!line) return;
    const count = words(field.value);
    const text = count > limit ? line.dataset.over : line.dataset.text;
    line.textContent = text.replace("%1", count).replace("%2", limit).replace("%3", count - limit);
    line.classList.toggle("word-count--over", count > limit);
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-words]")) show(event.target);
  });
  for (const field of document.querySelectorAll("[data-words]")) show(field);
})();
