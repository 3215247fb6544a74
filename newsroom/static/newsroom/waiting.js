// A form whose answer takes a while says so once it is sent, and is not sent twice.
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-waits]")) {
    const button = form.querySelector("button");
    const told = document.createElement("p");
    told.setAttribute("aria-live", "polite");
    told.className = "waits";
    button.parentElement.after(told);
    form.addEventListener("submit", (event) => {
      if (button.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
        return;
      }
      button.setAttribute("aria-disabled", "true");
      told.textContent = form.dataset.waits;
    });
    // Whoever comes back to the page by the browser's own button may send it anew.
    window.addEventListener("pageshow", () => {
      button.removeAttribute("aria-disabled");
      told.textContent = "";
    });
  }
})();
