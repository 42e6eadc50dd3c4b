// Counts words and characters while they are typed, by the rule of grants/questionnaire/answers.py:
// a word is a run between blanks with a letter or a digit in it; characters are code points in NFC
// without outer blanks. The server counts the same and has the last word; a test compares the two
// (tests/grants/questionnaire/test_counting_in_the_browser.py).
(() => {
  "use strict";

  const BREAKS = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;
  const CONTROLS = /[\0-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]/gu;
  const clean = (text) => text.replace(BREAKS, "\n").replace(CONTROLS, "").normalize("NFC");
  const COUNTS = {
    words: (text) => clean(text).split(/\s+/u).filter((run) => /[\p{L}\p{N}]/u.test(run)).length,
    characters: (text) => [...clean(text).trim()].length,
  };

  function show(field) {
    for (const [unit, count] of Object.entries(COUNTS)) {
      const limit = Number(field.dataset[unit]);
      const line = limit && document.querySelector(`[data-${unit}-for="${CSS.escape(field.id)}"]`);
      if (!line) continue;
      const number = count(field.value);
      const text = number > limit ? line.dataset.over : line.dataset.text;
      line.textContent = text.replace("%1", number).replace("%2", limit).replace("%3", number - limit);
      line.classList.toggle("word-count--over", number > limit);
    }
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-words], [data-characters]")) show(event.target);
  });
  for (const field of document.querySelectorAll("[data-words], [data-characters]")) show(field);
})();
