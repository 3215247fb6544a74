// Mending a sentence in place: the form of its own page, and one click that it reads wrong.
"use strict";

(() => {
  const article = document.querySelector("article");
  const control = document.querySelector("[data-mending]");
  const text = document.querySelector("[data-text]");
  if (!article || !control || !text) return;

  const [doubt, better, told, place] = ["doubt", "better", "mended", "form"].map((name) => control.querySelector(`[data-${name}]`));
  const button = doubt.querySelector("button");
  const opened = new Map(); // what was begun for a sentence stays, whatever is chosen in between
  const doubted = new Set();
  const FAILED = "It could not be sent: the line may be down. Try it again.";
  let chosen = null;

  const address = (rest = "") => `${control.dataset.mending}${chosen}/${rest}`;
  const wording = () => document.querySelector("[data-notes]").content.querySelector(`[data-for="${chosen}"]`).dataset.wording;

  async function ask(where, form) {
    const answer = await fetch(where, form && { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { ok: answer.ok, part: page.querySelector("[data-suggest], [data-suggested]") };
  }

  function show() {
    const part = opened.get(chosen);
    place.replaceChildren(...(part ? [part] : []));
    better.setAttribute("aria-expanded", String(Boolean(part && !part.hidden)));
    button.hidden = doubted.has(chosen);
  }

  function put(uid, part) {
    opened.set(uid, document.adoptNode(part));
    if (uid === chosen) begin(part);
  }

  function begin(part) {
    show();
    if (part.hidden) return;
    const first = part.querySelector(".problems, textarea") ?? part;
    if (first === part) part.tabIndex = -1;
    first.focus();
  }

  article.addEventListener("pin", (event) => {
    if (!event.detail && control.contains(document.activeElement)) text.focus({ preventScroll: true });
    chosen = event.detail;
    control.hidden = !chosen || !wording();
    told.textContent = "";
    show();
  });

  better.addEventListener("click", async () => {
    const uid = chosen;
    const open = opened.get(uid);
    if (open) {
      open.hidden = !open.hidden;
      begin(open);
      return;
    }
    try {
      const { part } = await ask(address());
      if (part) put(uid, part);
      else location.assign(address());
    } catch { told.textContent = FAILED; }
  });

  doubt.addEventListener("submit", async (event) => {
    event.preventDefault();
    const uid = chosen;
    doubt.action = address("doubt/");
    doubt.elements.wording.value = wording();
    button.disabled = true;
    try {
      const { ok } = await ask(doubt.action, doubt);
      if (!ok) { doubt.submit(); return; }
      doubted.add(uid);
      if (uid === chosen) {
        told.textContent = "Thank you. What readers doubt, editors look at first.";
        better.focus({ preventScroll: true });
        show();
      }
    } catch { told.textContent = FAILED; } finally { button.disabled = false; }
  });

  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [form, uid] = [event.target, chosen];
    const send = form.querySelector("[type=submit]");
    send.disabled = true;
    told.textContent = "";
    try {
      const { part } = await ask(form.action, form);
      if (part) put(uid, part);
      else form.submit(); // the page that answers says why
    } catch { told.textContent = FAILED; } finally { send.disabled = false; }
  });
})();
