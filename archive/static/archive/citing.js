// A button beside each citation copies it. Without scripts the text can be chosen and copied.
"use strict";

(() => {
  const status = document.querySelector("[data-copied]");

  function choose(words) {
    const range = document.createRange();
    range.selectNodeContents(words);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  // Browsers give the clipboard to secure pages only: elsewhere the text is chosen, ready to copy.
  async function copy(words) {
    try {
      await navigator.clipboard.writeText(words.textContent.trim());
      return "Copied";
    } catch {
      choose(words);
      return "Chosen: now copy";
    }
  }

  for (const button of document.querySelectorAll("[data-copies]")) {
    const words = document.getElementById(button.dataset.copies);
    const label = button.firstChild;
    const plain = label.data;
    button.hidden = false;
    button.addEventListener("click", async () => {
      label.data = status.textContent = await copy(words);
      setTimeout(() => { label.data = plain; status.textContent = ""; }, 3000);
    });
  }
})();
