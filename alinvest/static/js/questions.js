// Questions of a form that change while one answers: conditions and tables.
//
// data-shown-if="answer-KEY" data-shown-when="a b": shown while the question KEY of this page has one of these
//   answers. Where KEY is on another page, the server has the last word. What is hidden keeps its answer.
// data-rows-of="answer-KEY": a table of inputs of that name; typing in the last row adds one, and rows pasted
//   from a spreadsheet go into the cells from the first one on.
(() => {
  "use strict";

  function decide() {
    for (const place of document.querySelectorAll("[data-shown-if]")) {
      const inputs = [...document.querySelectorAll(`[name="${CSS.escape(place.dataset.shownIf)}"]`)];
      if (!inputs.length) continue;
      const wanted = place.dataset.shownWhen.split(" ");
      const isAsked = !inputs[0].closest("[hidden]");
      place.hidden = !(isAsked && inputs.some((one) => one.checked && wanted.includes(one.value)));
    }
  }

  function addRow(table) {
    const rows = table.tBodies[0].rows;
    if (rows.length >= Number(table.dataset.mostRows)) return null;
    const row = rows[rows.length - 1].cloneNode(true);
    for (const input of row.querySelectorAll("input")) {
      input.value = "";
      input.removeAttribute("value");
      input.removeAttribute("aria-invalid");
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, rows.length + 1));
    }
    table.tBodies[0].append(row);
    return row;
  }

  function typed(input) {
    const table = input.closest("[data-rows-of]");
    const row = table && input.closest("tr");
    if (row && input.value && row === table.tBodies[0].lastElementChild) addRow(table);
  }

  function pasted(event) {
    const table = event.target.closest("[data-rows-of]");
    const text = table && event.clipboardData.getData("text");
    if (!text || event.target.readOnly || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const rows = table.tBodies[0].rows;
    const top = event.target.closest("tr").sectionRowIndex;
    const left = event.target.closest("td").cellIndex;
    text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach((line, down) => {
      const row = rows[top + down] || addRow(table);
      line.split("\t").forEach((cell, right) => {
        const input = row && row.cells[left + right] && row.cells[left + right].querySelector("input");
        if (input) input.value = cell.trim();
      });
    });
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("change", decide);
  document.addEventListener("input", (event) => typed(event.target));
  document.addEventListener("paste", pasted);
  document.addEventListener("rows-needed", ({ target, detail }) => {
    while (target.tBodies[0].rows.length < detail && addRow(target));
  });
  decide();
})();
