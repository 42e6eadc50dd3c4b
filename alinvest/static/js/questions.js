// Questions of a form that change while one answers: conditions and tables.
//
// data-shown-if="answer-KEY" data-shown-when="a b": shown while the question KEY of this page has one of these
//   answers. Where KEY is on another page, the server has the last word. What is hidden keeps its answer.
// data-rows-of="answer-KEY": a table of inputs of that name; typing in the last row adds one, and rows pasted
//   from a spreadsheet go into the cells from the first one on.
// data-paste-rows: the form that takes rows pasted into a budget.
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
    for (const input of row.querySelectorAll("input, select")) {
      for (const option of input.querySelectorAll("option[selected]")) option.removeAttribute("selected");
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

  // A word that a list does not offer is added to it: the server says that it is none, and nothing is lost.
  function put(cell, text) {
    if (cell.tagName === "SELECT") {
      const plain = text.toLowerCase();
      const known = [...cell.options].find((one) => [one.value, one.text].some((word) => word.toLowerCase() === plain));
      if (!known) cell.add(new Option(text, text));
      cell.value = known ? known.value : text;
    } else cell.value = text;
  }

  function refuse(table, words, ...numbers) {
    let line = table.parentNode.querySelector("[data-not-pasted]");
    if (!line) {
      line = document.createElement("p");
      line.dataset.notPasted = "";
      line.className = "field__error";
      line.setAttribute("role", "alert");
      table.after(line);
    }
    line.textContent = numbers.reduce((text, number, place) => text.replace(`%${place + 1}`, number), words);
  }

  function pasted(event) {
    const table = event.target.closest("[data-rows-of]");
    const text = table && event.clipboardData.getData("text");
    if (!text || event.target.readOnly || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const rows = table.tBodies[0].rows;
    const top = event.target.closest("tr").sectionRowIndex;
    const left = event.target.closest("td").cellIndex;
    const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    const most = Number(table.dataset.mostRows);
    if (top + lines.length > most) return refuse(table, table.dataset.tooMany, lines.length, most);
    const wide = lines.findIndex((cells) => cells.slice(rows[0].cells.length - left).some((cell) => cell.trim()));
    if (wide >= 0) return refuse(table, table.dataset.tooWide, wide + 1);
    const told = table.parentNode.querySelector("[data-not-pasted]");
    if (told) told.remove();
    lines.forEach((cells, down) => {
      const row = rows[top + down] || addRow(table);
      cells.forEach((cell, right) => {
        const place = row.cells[left + right] && row.cells[left + right].querySelector("input, select");
        if (place) put(place, cell.trim());
      });
    });
    return event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("change", decide);
  document.addEventListener("input", (event) => typed(event.target));
  // Rows pasted into a field of a budget: the page for it shows what is understood, before anything is added.
  function pastedRows(event) {
    const form = document.querySelector("[data-paste-rows]");
    const text = form && event.target.matches("input[name^=answer-]") && event.clipboardData.getData("text");
    if (!text || !text.trim().includes("\t")) return;
    event.preventDefault();
    form.elements.rows.value = text;
    form.submit();
  }

  document.addEventListener("paste", pasted);
  document.addEventListener("paste", pastedRows);
  document.addEventListener("rows-needed", ({ target, detail }) => {
    while (target.tBodies[0].rows.length < detail && addRow(target));
  });
  decide();
})();
