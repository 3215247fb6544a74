// What a page for reading gains where scripts run. Everything works without it.
"use strict";

(() => {
  const REMEMBERED = "passerelle.view";
  const memory = {
    get() { try { return localStorage.getItem(REMEMBERED); } catch { return null; } },
    set(view) { try { localStorage.setItem(REMEMBERED, view); } catch { /* a private window */ } },
  };

  // Runs in the head, before anything is painted: the view that this reader chose last.
  const asked = new URLSearchParams(location.search);
  const chosen = memory.get();
  if (!asked.has("view") && ["side", "lines", "fr"].includes(chosen)) {
    asked.set("view", chosen);
    location.replace(`${location.pathname}?${asked}${location.hash}`);
    return;
  }
  document.documentElement.classList.add("js");

  function waitForTranslation(article) {
    let pause = 2000;
    for (const part of article.querySelectorAll(".with-script")) part.hidden = false;
    for (const part of article.querySelectorAll(".no-script")) part.hidden = true;
    const ask = async () => {
      if (!document.hidden) {
        try {
          const answer = await fetch(article.dataset.poll, { cache: "no-cache" });
          if (answer.status === 410 || (answer.ok && (await answer.json()).edition)) {
            location.reload();
            return;
          }
        } catch { /* the line is down: ask again */ }
        pause = Math.min(pause * 1.2, 15000);
      }
      setTimeout(ask, pause);
    };
    setTimeout(ask, pause);
  }

  function keepPlace(text) {
    for (const link of document.querySelectorAll("[data-view]")) {
      link.addEventListener("click", () => {
        memory.set(link.dataset.view);
        const top = [...text.querySelectorAll(".s[id^=s]")].find((s) => s.getBoundingClientRect().top >= 0);
        const pinned = document.querySelector(".pinned[data-uid]");
        const uid = (pinned ?? (scrollY > 300 ? top : null))?.dataset.uid;
        if (uid) link.hash = `s${uid}`;
      });
    }
  }

  function pairSentences(article, text, panel) {
    const wide = matchMedia("(min-width: 76rem)");
    const [hint, card, note, close] = ["hint", "card", "note", "close"].map((name) => panel.querySelector(`[data-${name}]`));
    const notes = document.querySelector("[data-notes]").content;
    const order = [...text.querySelectorAll(".s[id^=s]")];
    const beside = !document.body.classList.contains("view-side");
    let pinned = null;
    let current = null;

    const halves = (uid) => article.querySelectorAll(`[data-uid="${uid}"]`);
    const mark = (name, uid) => {
      for (const half of article.querySelectorAll(`.${name}`)) half.classList.remove(name);
      if (uid) for (const half of halves(uid)) half.classList.add(name);
    };

    function show(uid) {
      const inMargin = wide.matches && beside;
      const open = Boolean(uid) && (inMargin || uid === pinned);
      note.replaceChildren(...(open ? notes.querySelector(`[data-for="${uid}"]`).cloneNode(true).children : []));
      hint.hidden = open && inMargin;
      close.hidden = !(open && pinned);
      card.classList.toggle("sheet", open && !inMargin);
      card.classList.toggle("margin", open && inMargin);
      if (open && inMargin) place(uid);
    }

    // In the margin the note stands level with its sentence, but never below the text's end.
    function place(uid) {
      const top = Math.max(0, halves(uid)[0].getBoundingClientRect().top - panel.getBoundingClientRect().top);
      const last = Math.max(0, text.offsetHeight - card.offsetHeight);
      card.style.setProperty("--top", `${Math.min(top, last)}px`);
    }

    function pin(uid) {
      pinned = uid;
      mark("pinned", uid);
      article.dispatchEvent(new CustomEvent("pin", { detail: uid }));
      show(uid);
      history.replaceState(null, "", uid ? `#s${uid}` : location.pathname + location.search);
    }

    function preview(uid) {
      mark("lit", uid);
      if (!pinned) show(uid);
    }

    function move(step) {
      const at = order.findIndex((s) => s.dataset.uid === current);
      const next = order[Math.min(Math.max(at + step, 0), order.length - 1)];
      current = next.dataset.uid;
      mark("current", current);
      text.setAttribute("aria-activedescendant", next.id);
      next.scrollIntoView({ block: "nearest" });
      if (pinned) pin(current);
      else preview(current);
    }

    function leave() {
      current = null;
      mark("current", null);
      text.removeAttribute("aria-activedescendant");
    }

    const keys = {
      ArrowDown: () => move(1), ArrowRight: () => move(1),
      ArrowUp: () => move(-1), ArrowLeft: () => move(-1),
      Enter: () => current && pin(pinned === current ? null : current),
    };

    const sentenceAt = (event) => event.target.closest("a, button") ? null : event.target.closest("[data-uid]");

    article.addEventListener("pointerover", (event) => {
      // A marked name is part of its sentence, though a click on it leads away.
      if (event.pointerType === "mouse") preview(event.target.closest("[data-uid]")?.dataset.uid ?? null);
    });
    article.addEventListener("pointerleave", () => preview(null));
    article.addEventListener("click", (event) => {
      const sentence = sentenceAt(event);
      if (!sentence || !getSelection().isCollapsed) return;
      leave();
      pin(pinned === sentence.dataset.uid ? null : sentence.dataset.uid);
    });
    text.addEventListener("keydown", (event) => {
      if (event.target !== text || !(event.key in keys)) return;
      event.preventDefault();
      keys[event.key]();
    });
    text.addEventListener("blur", () => { leave(); if (!pinned) preview(null); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (pinned) pin(null);
      else { leave(); preview(null); }
    });
    close.addEventListener("click", () => { pin(null); text.focus({ preventScroll: true }); });
    wide.addEventListener("change", () => show(pinned));

    const fromAddress = () => {
      const uid = /^#s(\d+)$/.exec(location.hash)?.[1];
      if (uid && halves(uid).length) pin(uid);
    };
    addEventListener("hashchange", fromAddress);

    panel.hidden = false;
    text.tabIndex = 0;
    text.setAttribute("role", "group");
    text.setAttribute("aria-label", "The text, sentence by sentence. Arrow keys move, Enter pins a sentence, Escape unpins.");
    fromAddress();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const article = document.querySelector("article");
    const text = document.querySelector("[data-text]");
    const panel = document.querySelector("[data-panel]");
    if (article?.dataset.poll) waitForTranslation(article);
    if (text) keepPlace(text);
    if (text && panel && text.querySelector(".s")) pairSentences(article, text, panel);
  });
})();
