// Names where scripts run: an index narrows as one types, and an article's names are marked in place.
"use strict";

(() => {
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  function narrow(form) {
    const told = document.querySelector("[data-found]");
    const { whole, plural } = told.dataset;
    const [field, before] = [form.elements.q, [...told.childNodes]];
    const groups = [...document.querySelectorAll("[data-group]")];
    const entries = [...document.querySelectorAll("[data-entry]")].map((item) => {
      const names = [...item.querySelectorAll("a, .in-french")].map((each) => ` ${folded(each.textContent)}`);
      return { item, names: names.join("") };
    });

    // What stands on the page is at hand; Enter asks for the rest.
    field.addEventListener("input", () => {
      const wanted = folded(field.value);
      let left = 0;
      for (const { item, names } of entries) {
        item.hidden = !names.includes(` ${wanted}`);
        left += item.hidden ? 0 : 1;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-entry]:not([hidden])");
      if (!wanted) told.replaceChildren(...before);
      else told.textContent = `${left} of ${entries.length} ${plural} on this page. Press Enter to look at ${entries.length < whole ? `all ${whole} and ` : ""}their other spellings.`;
    });
  }

  const REMEMBERED = "passerelle.names";
  const memory = {
    get() { try { return localStorage.getItem(REMEMBERED) === "1"; } catch { return false; } },
    set(on) { try { localStorage.setItem(REMEMBERED, on ? "1" : "0"); } catch { /* a private window */ } },
  };

  function withNames(address, on) {
    const changed = new URL(address, location.href);
    if (on) changed.searchParams.set("names", "1");
    else changed.searchParams.delete("names");
    return changed;
  }

  // The sentences themselves stay, for what else the page does with them; what they hold is changed.
  async function mark() {
    const answer = await fetch(withNames(location.href, true));
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const sentence of document.querySelectorAll(".text .s[id]")) {
      const other = page.getElementById(sentence.id);
      if (other?.textContent === sentence.textContent) sentence.replaceChildren(...other.childNodes);
    }
    const [notes, others] = [document, page].map((each) => each.querySelector("[data-notes]").content);
    for (const note of notes.children) {
      const other = others.querySelector(`[data-for="${note.dataset.for}"] .counterpart`);
      if (other) note.querySelector(".counterpart")?.replaceChildren(...other.childNodes);
    }
  }

  function unmark() {
    for (const whole of [document, document.querySelector("[data-notes]").content]) {
      for (const name of whole.querySelectorAll("a.mention")) {
        const around = name.parentNode;
        name.replaceWith(...name.childNodes);
        around.normalize();
      }
    }
  }

  function offer(link) {
    const tell = (on) => {
      link.dataset.names = on ? "on" : "off";
      link.textContent = on ? "Unmark names" : "Mark names";
      link.href = withNames(link.href, !on).search;
      for (const view of document.querySelectorAll("[data-view]")) view.href = withNames(view.href, on).search;
    };

    async function turn(on) {
      if (on) await mark();
      else unmark();
      tell(on);
    }

    link.addEventListener("click", async (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const on = link.dataset.names === "off";
      memory.set(on);
      try {
        await turn(on);
        history.replaceState(null, "", withNames(location.href, on));
      } catch {
        location.assign(link.href);
      }
    });
    // Where the line is down the names stay unmarked.
    if (memory.get() && link.dataset.names === "off") turn(true).catch(() => {});
  }

  const form = document.querySelector("[data-find]");
  const link = document.querySelector("[data-names]");
  if (form) narrow(form);
  if (link) offer(link);
})();
