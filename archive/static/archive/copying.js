// What is copied may take its French and its source along. Loaded with the article, after it.
"use strict";

(() => {
  const article = document.querySelector("article");
  const find = (name) => document.querySelector(`[data-${name}]`);
  const [text, control, offer, told] = ["text", "copying", "offer", "told"].map(find);
  const notes = find("notes");
  if (!article || !text || !notes) return;

  const { whence, address } = notes.dataset;
  const note = (uid) => notes.content.querySelector(`[data-for="${uid}"]`);
  const isFrench = (part) => Boolean(part.closest('[lang="fr"]'));

  // A sentence stands on the page in one language or in both; its note holds the one that is away.
  function words(uid) {
    const parts = [...article.querySelectorAll(`[data-uid="${uid}"]`), ...note(uid).querySelectorAll(".counterpart")];
    const said = (french) => parts.find((part) => isFrench(part) === french)?.textContent.trim() ?? "";
    return { english: said(false), french: said(true) };
  }

  function source(uids) {
    const standing = new Set(uids.map((uid) => note(uid).dataset.standing));
    const known = standing.size > 1 ? "machine translation, partly reviewed" : [...standing][0];
    return `${whence} ${address}#s${uids[0]} (${known})`;
  }

  // Only secure pages may write to the clipboard; elsewhere a copying of our own is filled.
  async function put(copied) {
    try {
      await navigator.clipboard.writeText(copied);
      return true;
    } catch {
      let done = false;
      const fill = (event) => {
        event.clipboardData.setData("text/plain", copied);
        event.preventDefault();
        event.stopImmediatePropagation();
        done = true;
      };
      addEventListener("copy", fill, { capture: true, once: true });
      document.execCommand("copy");
      removeEventListener("copy", fill, { capture: true });
      return done;
    }
  }

  async function copy(copied, what) {
    const done = await put(copied);
    told.textContent = done ? `Copied: ${what}.` : "The browser did not let the text be copied.";
    return done;
  }

  let pinned = null;
  const button = control.querySelector("[data-copy]");
  const choice = control.querySelector("[data-what]");

  article.addEventListener("pin", (event) => {
    pinned = event.detail;
    control.hidden = !pinned;
    button.textContent = "Copy";
    told.textContent = "";
  });
  choice.addEventListener("change", () => { button.textContent = "Copy"; });
  button.addEventListener("click", async () => {
    const all = { ...words(pinned), source: source([pinned]) };
    const copied = choice.value.split(" ").map((name) => all[name]).filter(Boolean).join("\n\n");
    const done = await copy(copied, choice.selectedOptions[0].textContent);
    button.textContent = done ? "Copied" : "Not copied";
  });

  // The sentences of which at least one letter is chosen.
  function touched(range) {
    return [...article.querySelectorAll("header [data-uid], .text [data-uid]")].filter((part) => {
      if (!range.intersectsNode(part)) return false;
      const inner = document.createRange();
      inner.selectNodeContents(part);
      if (range.compareBoundaryPoints(Range.START_TO_START, inner) > 0) inner.setStart(range.startContainer, range.startOffset);
      if (range.compareBoundaryPoints(Range.END_TO_END, inner) < 0) inner.setEnd(range.endContainer, range.endOffset);
      return inner.toString().trim() !== "";
    });
  }

  let again = null;
  const [repeat, enough] = ["again", "enough"].map(find);

  // The next Tab after copying leads to the offer: it goes on from what has the focus, or else
  // from where the reader pointed.
  function make(parts) {
    if (document.activeElement === text) text.prepend(offer);
    else parts.at(-1).after(offer);
    offer.hidden = false;
  }

  function withdraw() {
    if (offer.hidden) return;
    if (offer.contains(document.activeElement)) text.focus({ preventScroll: true });
    offer.hidden = true;
  }

  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (event.target.closest?.("input, textarea") || selection.isCollapsed) return;
    const parts = touched(selection.getRangeAt(0));
    if (!parts.length) return;
    const uids = [...new Set(parts.map((part) => part.dataset.uid))];
    const french = parts.filter(isFrench).length;
    const other = french === 0 ? "French" : french === parts.length ? "English" : "";
    const added = other ? [uids.map((uid) => words(uid)[other.toLowerCase()]).join(" ")] : [];
    again = { copied: [selection.toString().trim(), ...added, source(uids)].join("\n\n"), other };
    repeat.textContent = `Copy again with ${other ? `the ${other} and ` : ""}the source`;
    told.textContent = `Copied. ${repeat.textContent}: press Tab, then Enter.`;
    make(parts);
  });
  repeat.addEventListener("click", async () => {
    const done = await copy(again.copied, again.other ? `the text, the ${again.other} and the source` : "the text and the source");
    if (done) withdraw();
  });
  enough.addEventListener("click", withdraw);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") withdraw(); });
})();
