// Keys for the rows of comments, while one of them is in focus. Each presses the row's own button
// or opens what the row folds away, so that without scripts the same does the same.
"use strict";

(() => {
  const PLACE = "comments-row";
  const rows = [...document.querySelectorAll("[data-row]")];
  const help = document.querySelector("[data-keys]");
  if (!help) return;
  help.hidden = false;
  help.querySelector("[data-begin]").disabled = !rows.length;

  function go(to) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function press(button, at) {
    if (!button) return false;
    sessionStorage.setItem(PLACE, at);
    button.click();
    return true;
  }

  // The reasons answer to their numbers only while they are open.
  function refuse(row, key) {
    const folded = row.querySelector("[data-opens=r]");
    if (key === "r" && folded) {
      folded.open = true;
      folded.querySelector("button").focus();
      return true;
    }
    const button = folded?.open && folded.querySelector(`[data-reason="${CSS.escape(key)}"]`);
    return press(button, rows.indexOf(row));
  }

  function act(row, key) {
    const at = rows.indexOf(row);
    if (key === "j" || key === "k") {
      go(key === "j" ? at + 1 : at - 1);
    } else if (key === "x") {
      row.querySelector("[name=chosen]")?.click();
    } else if (key === "?") {
      help.open = !help.open;
      help.querySelector("summary").focus();
    } else if (key === "u") {
      return press(document.querySelector("[data-key=u]"), at);
    } else {
      return refuse(row, key) || press(row.querySelector(`[data-key="${CSS.escape(key)}"]`), at);
    }
    return true;
  }

  function fold(row) {
    for (const folded of row.querySelectorAll("[data-opens][open]")) folded.open = false;
    row.focus();
  }

  for (const row of rows) row.tabIndex = -1;
  if (rows.length) rows[0].tabIndex = 0;

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (!row || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") fold(row);
    else if (act(row, event.key)) event.preventDefault();
  });

  help.querySelector("[data-begin]").addEventListener("click", () => go(0));

  // How many are chosen stands beside the buttons that will be pressed for them.
  const count = document.querySelector("[data-chosen]");
  const tell = () => {
    const chosen = document.querySelectorAll("[name=chosen]:checked").length;
    if (count) count.textContent = chosen ? ` (${chosen})` : "";
  };
  document.addEventListener("change", tell);
  tell();

  const kept = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (kept !== null) go(Number(kept));
})();
