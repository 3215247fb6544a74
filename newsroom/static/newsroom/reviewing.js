// The review page by keys and without loading it anew. Each key presses the row's own button or
// opens what its link leads to, so that without scripts the same is done by them.
"use strict";

(() => {
  const page = document.querySelector("[data-review]");
  if (!page) return;
  const OFF = "review-keys-off";
  const AWAY = "It was not taken: you may be signed out. Sign in again in another tab, then try it once more; what you wrote is kept here.";
  const DOWN = "It could not be sent: the line may be down. Try it again.";
  const list = page.querySelector("[data-rows]");
  const [said, help, counts] = ["said", "keys", "counts"].map((name) => page.querySelector(`[data-${name}]`));
  const cleanForm = page.querySelector("[data-clean-form]");
  const token = page.querySelector("#acts-form [name=csrfmiddlewaretoken]").value;
  const template = (name) => document.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  const address = (row, rest = "") => `${page.dataset.review}s/${row.dataset.uid}/${rest}`;

  // What a script may ask of the desk: null where no answer came, and the reader is told why.
  async function send(where, fields) {
    try {
      const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...fields });
      const answer = await fetch(where, { method: "POST", body, headers: { Accept: "application/json" } });
      const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.redirected || !isOurs) { tell(AWAY); return null; }
      return { ok: answer.ok, told: await answer.json() };
    } catch { tell(DOWN); return null; }
  }

  function tell(words) {
    said.textContent = words;
  }

  // Rows as they stand now take the place of those on the page; what is open in one stays open.
  function put(told) {
    for (const [uid, html] of Object.entries(told.rows ?? {})) {
      const old = document.getElementById(`s${uid}`);
      if (!old) continue;
      const holder = document.createElement("template");
      holder.innerHTML = html;
      const row = holder.content.firstElementChild;
      const inside = old.contains(document.activeElement) && document.activeElement;
      row.tabIndex = old.tabIndex;
      const open = [...old.querySelectorAll(":scope > .review-en > .editor")];
      old.replaceWith(row);
      for (const each of open) row.querySelector("[data-standing]").before(each);
      row.classList.toggle("editing", open.length > 0);
      if (inside) (open.some((each) => each.contains(inside)) ? inside : row).focus({ preventScroll: true });
    }
    if (told.version) {
      page.dataset.version = told.version;
      for (const field of document.querySelectorAll("input[name=version]")) field.value = told.version;
    }
    if (told.said) tell(told.said);
    count();
    page.dispatchEvent(new CustomEvent("review:put"));
  }

  function count() {
    const of = (selector) => list.querySelectorAll(selector).length;
    const [all, clean] = [of("[data-row]"), of("[data-clean]")];
    const checked = of("[data-level=edited], [data-level=approved]");
    counts.textContent = `${checked} of ${all} checked by a person, ${of("[data-level=unsure]")} unsure, ${clean} clean.`;
    cleanForm.querySelector("button").textContent = `Approve all clean ones (${clean})`;
    cleanForm.querySelector("button").disabled = !clean;
    cleanForm.elements.seen.value = [...list.querySelectorAll("[data-clean]")].map((row) => row.dataset.seen).join(" ");
  }

  function go(row) {
    if (!row) return;
    for (const each of list.querySelectorAll("[data-row][tabindex='0']")) each.tabIndex = -1;
    row.tabIndex = 0;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  async function press(button) {
    const answer = await send(button.formAction, { [button.name]: button.value });
    if (answer) put(answer.told);
  }

  async function approveClean() {
    const answer = await send(cleanForm.action, { seen: cleanForm.elements.seen.value });
    if (answer) put(answer.told);
  }

  function askWhy(row, link) {
    shut(row);
    const form = template("dismissal");
    form.querySelector("[data-words]").textContent = link.dataset.dismiss.replace(/^\S+ /, "");
    link.closest("p").after(form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const reason = event.submitter?.name === "reason" ? event.submitter.value : "";
      const fields = { check: link.dataset.dismiss, reason, own: reason ? "" : form.elements.own.value };
      const answer = await send(address(row, "dismiss/"), fields);
      if (!answer) return;
      if (answer.ok) form.remove();
      put(answer.told);
    });
    form.querySelector("[data-leave]").addEventListener("click", () => { shut(row); go(row); });
    form.querySelector("ul button, input").focus();
  }

  async function tellWordings(row) {
    const open = row.querySelector(".row-wordings");
    if (open) { open.remove(); return; }
    try {
      const answer = await fetch(address(row));
      const told = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-wordings]");
      if (!told) { location.assign(`${address(row)}#wordings`); return; }
      told.className = "row-wordings";
      row.append(document.adoptNode(told));
    } catch { tell(DOWN); }
  }

  function shut(row) {
    for (const each of row.querySelectorAll(".dismissal, .row-wordings")) each.remove();
  }

  function choose(row, digit) {
    const reasons = row.querySelectorAll(".dismissal ul button");
    const button = reasons.length ? reasons[digit - 1] : row.querySelectorAll("[data-insert]")[digit - 1];
    button?.click();
    return Boolean(button);
  }

  const ACTS = {
    j: (row) => go(row.nextElementSibling),
    k: (row) => go(row.previousElementSibling),
    e: (row) => row.querySelector("[data-edit]").click(),
    h: (row) => tellWordings(row),
    d: (row) => { const link = row.querySelector("[data-dismiss]"); if (link) askWhy(row, link); },
    t: (row) => row.querySelector("[data-insert]:not([data-whole])")?.click(),
    s: (row) => page.dispatchEvent(new CustomEvent("review:save", { detail: row })),
    A: () => approveClean(),
    a: (row) => {
      const button = row.querySelector("[data-approve]");
      go(row.nextElementSibling ?? row);
      if (button) press(button);
    },
  };
  const SAME = { ArrowDown: "j", ArrowUp: "k", Enter: "e" }; // where the row itself is in focus

  function act(event, row) {
    const key = event.target === row ? SAME[event.key] ?? event.key : event.key;
    if (key === "?") {
      help.open = !help.open;
      help.querySelector("summary").focus();
    } else if (key === "j" && !row) {
      go(list.firstElementChild);
    } else if (!row) {
      return false;
    } else if (key === "Escape") {
      shut(row);
      go(row);
    } else if (/^[1-9]$/.test(key)) {
      return choose(row, Number(key));
    } else if (ACTS[key]) {
      ACTS[key](row);
    } else {
      return false;
    }
    return true;
  }

  const isOff = () => localStorage.getItem(OFF) === "yes";
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    const asked = event.key === "Escape" && event.target.closest(".dismissal")?.closest("[data-row]");
    if (asked) { shut(asked); go(asked); return; }
    if (typing || isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(event, event.target.closest("[data-row]"))) event.preventDefault();
  });

  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    const found = event.target.closest("button[form=acts-form], [data-dismiss], [data-history], [data-term]");
    if (!row || !found || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if ("term" in found.dataset) { nameTerm(row, found); return; }
    event.preventDefault();
    if (found.matches("button")) press(found);
    else if ("history" in found.dataset) tellWordings(row);
    else askWhy(row, found);
  });

  // What is marked in the French is the term that is meant.
  function nameTerm(row, link) {
    const marked = getSelection();
    const isHere = row.querySelector(".review-fr").contains(marked.anchorNode);
    const words = isHere ? marked.toString().trim() : "";
    if (words) link.search = new URLSearchParams({ french: words.slice(0, 200) });
  }

  cleanForm.addEventListener("submit", (event) => { event.preventDefault(); approveClean(); });
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    for (const each of list.querySelectorAll("[data-row][tabindex='0']")) if (each !== row) each.tabIndex = -1;
    row.tabIndex = 0;
  });

  const onOff = help.querySelector("[data-switch]");
  function showSwitch() {
    onOff.setAttribute("aria-pressed", String(!isOff()));
    onOff.textContent = isOff() ? "Keys are off" : "Keys are on";
  }
  onOff.addEventListener("click", () => {
    if (isOff()) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
    showSwitch();
  });
  help.querySelector("[data-begin]").addEventListener("click", () => go(list.firstElementChild));

  document.documentElement.classList.add("scripted");
  for (const row of list.children) row.tabIndex = -1;
  const named = location.hash && document.getElementById(location.hash.slice(1));
  const first = named && list.contains(named) ? named : list.firstElementChild;
  if (first) first.tabIndex = 0;
  help.hidden = false;
  showSwitch();
  count();
  window.review = { page, list, send, put, tell, go, template, address };
})();
