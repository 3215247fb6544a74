// Keys for the rows of readers' wordings, while one is in focus. Each presses the row's own button
// or opens what the row folds away, so that without scripts the same does the same.
"use strict";

(() => {
  const PLACE = "suggestions-row";
  const rows = [...document.querySelectorAll("[data-row]")];
  const keys = document.querySelector("[data-keys]");
  if (!rows.length || !keys) return;

  function go(to) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function act(row, key) {
    const at = rows.indexOf(row);
    const folded = row.querySelector(`[data-opens="${CSS.escape(key)}"]`);
    const button = row.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (key === "j" || key === "k") {
      go(key === "j" ? at + 1 : at - 1);
    } else if (folded) {
      folded.open = true;
      folded.querySelector("textarea, input:not([type=hidden])").focus();
    } else if (button) {
      sessionStorage.setItem(PLACE, at);
      button.click();
    }
    return "jk".includes(key) || Boolean(folded || button);
  }

  for (const row of rows) row.tabIndex = -1;
  rows[0].tabIndex = 0;

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { row.focus(); return; }
    if (event.target.matches("input:not([type=checkbox]), textarea")) return;
    if (act(row, event.key)) event.preventDefault();
  });

  keys.hidden = false;
  keys.querySelector("[data-begin]").addEventListener("click", () => go(0));
  const kept = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (kept !== null) go(Number(kept));
})();
