// Who else is on the article, and whether it was changed since the page was loaded.
"use strict";

(() => {
  if (!window.review) return;
  const { page, send } = window.review;
  const place = document.querySelector("[data-present]");
  const EVERY = 20 * 1000; // milliseconds
  const IDLE = 10 * 60 * 1000; // of nobody's moving, after which nobody is here
  let last = Date.now();
  for (const name of ["keydown", "pointermove", "scroll"]) {
    addEventListener(name, () => { last = Date.now(); }, { passive: true });
  }

  function say(words) {
    if (place.textContent !== words) place.textContent = words;
  }

  async function attend() {
    if (document.hidden || Date.now() - last > IDLE) return;
    const answer = await send(`${page.dataset.review}here/`, {});
    if (!answer?.ok) return;
    const { others, version } = answer.told;
    const here = others.length ? `Also here: ${others.join(", ")}.` : "";
    const changed = version > Number(page.dataset.version) ? " The article was changed by somebody else: load the page again to see it as it stands." : "";
    say(`${here}${changed}`.trim());
  }

  setInterval(attend, EVERY);
})();
