// Keeps the state of a change in view while a worker is at it; the page as a whole is loaded anew
// once it is done. Without scripts its link “Look again” does the same.
"use strict";

(() => {
  const PAUSE = 3000;

  async function look() {
    const shown = document.querySelector("[data-progress]");
    if (!shown) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-progress]");
      if (answer.ok && !now) {
        location.reload();
        return;
      }
      if (now && now.innerHTML !== shown.innerHTML) shown.replaceChildren(...now.childNodes);
    } catch {
      // The network is away for a moment: the next look tells.
    }
    setTimeout(look, PAUSE);
  }

  setTimeout(look, PAUSE);
})();
