// Writing on the review page: the sentence in focus opens its field, the checks look on, and what
// is not saved stays in this browser, under the account, until it is.
"use strict";

(() => {
  if (!window.review) return;
  const { page, list, send, put, tell, go, template, address } = window.review;
  const KEPT = 30 * 24 * 3600 * 1000; // milliseconds
  const PAUSE = 400; // milliseconds without a key, until the checks look
  const ALL = `review:${page.dataset.user}:`;
  const MINE = `${ALL}${page.dataset.article}:`;
  const bar = page.querySelector("[data-drafts]");

  // Drafts: a browser that keeps nothing is no reason not to write.
  const store = (() => {
    try { localStorage.setItem(`${ALL}try`, ""); localStorage.removeItem(`${ALL}try`); return localStorage; } catch { return null; }
  })();
  function draft(uid) {
    try { return JSON.parse(store?.getItem(MINE + uid) ?? "null"); } catch { return null; }
  }
  function keep(uid, text, base) {
    try { store?.setItem(MINE + uid, JSON.stringify({ text, base, at: Date.now() })); } catch { tell("This browser keeps no more drafts: save what you write."); }
  }
  const letGo = (uid) => store?.removeItem(MINE + uid);
  const standing = (row) => row.querySelector("[data-standing]").textContent;
  const editor = (row) => row.querySelector(".editor");
  const timers = new WeakMap(); // of a field: when the checks look at it

  function open(row) {
    let form = editor(row);
    if (!form) {
      form = template("editor");
      const [label, field] = [form.querySelector("label"), form.querySelector("textarea")];
      field.id = `field-${row.dataset.uid}`;
      label.htmlFor = field.id;
      label.textContent = `English of sentence ${row.dataset.uid}`;
      const held = draft(row.dataset.uid);
      field.value = held?.text ?? standing(row);
      form.dataset.base = held?.base ?? row.dataset.base;
      row.querySelector("[data-standing]").before(form);
      row.classList.add("editing");
      row.querySelector(".draft")?.remove();
      if (held && held.base !== row.dataset.base) showTheirs(form, { base: row.dataset.base, text: standing(row), by: "" });
      if (held) look(row);
    }
    form.querySelector("textarea").focus();
    return form;
  }

  function close(row) {
    editor(row)?.remove();
    row.classList.remove("editing");
  }

  // Somebody else was faster: theirs stands beside mine, and saving again is to save over it.
  function showTheirs(form, theirs) {
    const box = form.querySelector(".editor-theirs");
    const words = document.createElement("p");
    words.textContent = `Reworded${theirs.by ? ` by ${theirs.by}` : ""} since you began: “${theirs.text}” Save to put yours in its place.`;
    const take = document.createElement("button");
    Object.assign(take, { type: "button", className: "plain", textContent: "Keep theirs" });
    take.addEventListener("click", () => throwAway(form.closest("[data-row]")));
    box.replaceChildren(words, take);
    box.hidden = false;
    form.dataset.base = theirs.base ?? "";
  }

  function throwAway(row) {
    letGo(row.dataset.uid);
    close(row);
    go(row);
    count();
  }

  async function save(row, thenGo) {
    const form = editor(row);
    if (!form || form.dataset.sending) return;
    const uid = row.dataset.uid;
    const field = form.querySelector("textarea");
    form.dataset.sending = "yes";
    clearTimeout(timers.get(field)); // saving checks in any case
    const answer = await send(page.dataset.review, { [`s${uid}`]: field.value, [`b${uid}`]: form.dataset.base });
    delete form.dataset.sending;
    if (!answer) return;
    if (answer.ok) {
      const isIn = form.contains(document.activeElement);
      letGo(uid);
      close(row);
      put(answer.told);
      const now = document.getElementById(`s${uid}`);
      if (isIn) go(thenGo ? now.nextElementSibling ?? now : now);
    } else {
      put(answer.told);
      const theirs = answer.told.theirs?.[uid];
      if (theirs) showTheirs(form, theirs);
      field.focus();
    }
  }

  const looks = new WeakMap(); // a field's pending look: its timer, then its request
  async function look(row) {
    const field = editor(row)?.querySelector("textarea");
    if (!field) return;
    looks.get(field)?.abort();
    const control = new AbortController();
    looks.set(field, control);
    const body = new URLSearchParams({ csrfmiddlewaretoken: page.querySelector("#acts-form [name=csrfmiddlewaretoken]").value, text: field.value });
    try {
      const answer = await fetch(address(row, "check/"), { method: "POST", body, signal: control.signal });
      if (answer.ok && !answer.redirected) show(row, (await answer.json()).checks);
    } catch { /* the next key asks again, and saving checks in any case */ }
  }

  function show(row, checks) {
    const place = editor(row)?.querySelector(".editor-found");
    if (!place) return;
    const open = checks.filter((check) => check.open);
    const lines = open.map((check) => {
      const line = document.createElement("p");
      line.className = "reason";
      line.textContent = check.words;
      return line;
    });
    if (!lines.length) {
      const fine = document.createElement("p");
      fine.textContent = "The checks find nothing to question.";
      lines.push(fine);
    }
    place.replaceChildren(...lines);
  }

  list.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (!event.target.matches(".editor textarea")) return;
    const form = editor(row);
    if (event.target.value === standing(row)) letGo(row.dataset.uid);
    else keep(row.dataset.uid, event.target.value, form.dataset.base);
    clearTimeout(timers.get(event.target));
    timers.set(event.target, setTimeout(() => look(row), PAUSE));
    count();
  });

  function insert(row, button) {
    const field = open(row).querySelector("textarea");
    if ("whole" in button.dataset) field.select();
    const [from, to] = [field.selectionStart, field.selectionEnd];
    const before = "whole" in button.dataset || !/[\p{L}\p{N},;:]$/u.test(field.value.slice(0, from)) ? "" : " ";
    const after = "whole" in button.dataset || !/^[\p{L}\p{N}]/u.test(field.value.slice(to)) ? "" : " ";
    // Only this way the browser can undo it.
    document.execCommand("insertText", false, before + button.dataset.insert + after);
  }

  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    const found = event.target.closest("[data-edit], [data-insert], .editor [data-leave], [data-restore], [data-discard]");
    if (!row || !found || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if ("insert" in found.dataset) insert(row, found);
    else if ("leave" in found.dataset) throwAway(row);
    else if ("discard" in found.dataset) { letGo(row.dataset.uid); found.closest(".draft").remove(); count(); go(row); }
    else open(row);
  });
  list.addEventListener("submit", (event) => {
    if (!event.target.matches(".editor")) return;
    event.preventDefault();
    save(event.target.closest("[data-row]"));
  });
  list.addEventListener("keydown", (event) => {
    if (!event.target.matches(".editor textarea")) return;
    const row = event.target.closest("[data-row]");
    const held = event.ctrlKey || event.metaKey;
    if (event.key === "Escape") go(row);
    else if (held && event.key === "s") save(row);
    else if (held && event.key === "Enter") save(row, true);
    else return;
    event.preventDefault();
  });
  page.addEventListener("review:save", (event) => save(event.detail));
  page.addEventListener("review:put", () => offer());

  // What was written before and not saved is offered again, in its row and above all rows.
  function offer() {
    for (const row of list.children) {
      const held = draft(row.dataset.uid);
      if (held && held.text === standing(row) && !editor(row)) letGo(row.dataset.uid);
      else if (held && !editor(row) && !row.querySelector(".draft")) row.querySelector(".review-en").append(offered(row, held));
    }
    count();
  }

  function offered(row, held) {
    const line = document.createElement("p");
    line.className = "small draft";
    const at = new Date(held.at);
    const today = at.toDateString() === new Date().toDateString();
    const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const when = today ? time : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${time}`;
    const moved = held.base !== row.dataset.base ? " The sentence was reworded since." : "";
    line.append(`Your unsaved wording of ${when}: “${held.text}”${moved} `);
    for (const [name, words] of [["restore", "Restore"], ["discard", "Throw away"]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "plain", textContent: words });
      button.dataset[name] = "";
      button.setAttribute("aria-label", `${words} your unsaved wording of sentence ${row.dataset.uid}`);
      line.append(button, " ");
    }
    return line;
  }

  const unsaved = () => [...list.children].filter((row) => draft(row.dataset.uid));
  function count() {
    const rows = unsaved();
    bar.hidden = !rows.length;
    if (!rows.length) { bar.replaceChildren(); return; }
    if (!bar.firstChild) bar.append(...buttons());
    bar.firstChild.textContent = `${rows.length} unsaved wording${rows.length === 1 ? "" : "s"}, kept in this browser. `;
  }

  function buttons() {
    const words = document.createElement("span");
    const made = [["Go to the first", () => go(unsaved()[0])], ["Save all", saveAll]].map(([name, act]) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "plain", textContent: name });
      button.addEventListener("click", act);
      return button;
    });
    return [words, made[0], " ", made[1]];
  }

  // As a form like any other: what clashes is then shown on a page of its own.
  function saveAll() {
    const form = document.getElementById("acts-form").cloneNode(true);
    form.removeAttribute("id");
    form.action = page.dataset.review;
    form.hidden = true;
    for (const row of unsaved()) {
      const held = draft(row.dataset.uid);
      const fields = { [`s${row.dataset.uid}`]: held.text, [`b${row.dataset.uid}`]: held.base };
      for (const [name, value] of Object.entries(fields)) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name, value });
        form.append(field);
      }
    }
    page.append(form);
    form.submit();
  }

  for (const key of Object.keys(store ?? {})) {
    if (!key.startsWith("review:")) continue;
    let at = 0;
    try { at = JSON.parse(store.getItem(key)).at; } catch { /* not ours as it is: it goes */ }
    if (!(Date.now() - at < KEPT)) store.removeItem(key);
  }
  offer();
})();
