// Counts words and characters while they are typed. A word is a run between spaces with a letter or a
// digit in it: the same rule as on the server, which has the last word.
(() => {
  "use strict";

  function words(text) {
    return text.split(/\s+/u).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;
  }

  function characters(text) {
    return [...text].length;
  }

  function show(field, what, count) {
    const limit = Number(field.dataset[what]);
    const line = document.querySelector(`[data-${what}-for="${CSS.escape(field.id)}"]`);
    if (!limit || !line) return;
    const text = count > limit ? line.dataset.over : line.dataset.text;
    line.textContent = text.replace("%1", count).replace("%2", limit).replace("%3", count - limit);
    line.classList.toggle("word-count--over", count > limit);
  }

  function showBoth(field) {
    show(field, "words", words(field.value));
    show(field, "characters", characters(field.value));
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-words], [data-characters]")) showBoth(event.target);
  });
  for (const field of document.querySelectorAll("[data-words], [data-characters]")) showBoth(field);
})();
