// Keys for the rows of the page “Names”, while one of them is in focus. Each presses the row's own
// button, so that without scripts the same buttons do the same.
"use strict";

(() => {
  const PLACE = "names-row";
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;

  function go(to) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function press(row, key) {
    const button = (key === "u" ? document : row).querySelector(`[data-key="${key}"]`);
    if (!button) return false;
    sessionStorage.setItem(PLACE, rows.indexOf(row));
    button.click();
    return true;
  }

  function act(row, key) {
    const at = rows.indexOf(row);
    if (key === "j" || key === "k") {
      go(key === "j" ? at + 1 : at - 1);
    } else if (key === "x") {
      row.querySelector("[name=chosen]").click();
    } else {
      return press(row, key);
    }
    return true;
  }

  for (const row of rows) row.tabIndex = -1;
  rows[0].tabIndex = 0;

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (!row || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(row, event.key)) event.preventDefault();
  });

  document.querySelector("[data-keys]").hidden = false;
  document.querySelector("[data-begin]").addEventListener("click", () => go(0));

  // How many are chosen stands beside the buttons that will be pressed for them.
  for (const form of document.querySelectorAll(".names-batch")) {
    const count = form.querySelector("[data-chosen]");
    const tell = () => {
      const chosen = document.querySelectorAll(`[form="${form.id}"][name=chosen]:checked`).length;
      count.textContent = chosen ? ` (${chosen})` : "";
    };
    document.addEventListener("change", tell);
    tell();
  }

  const kept = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (kept !== null) go(Number(kept));
})();
