// The search page where scripts run: results take their place, and the address follows.
"use strict";

document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-search]");
  const results = document.querySelector("[data-results]");
  const told = document.querySelector("[data-told]");
  if (!form || !results) return;
  let asking = null;
  let shown = location.pathname + location.search;

  // Empty fields are left out of the address.
  function addressOf() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
    return `${form.getAttribute("action")}?${query}`;
  }

  // The form must keep what a link has chosen, or the next search would forget it. What is being
  // typed stays, unless the reader went back to an earlier search.
  function adopt(page, back) {
    const fresh = page.querySelector("[data-search]");
    results.replaceChildren(...page.querySelector("[data-results]").childNodes);
    form.querySelector("[data-kept]").replaceChildren(...fresh.querySelector("[data-kept]").childNodes);
    for (const field of form.elements) {
      const other = field.id && fresh.querySelector(`#${field.id}`);
      if (!other || (field === document.activeElement && !back)) continue;
      if (field.type === "checkbox") field.checked = other.checked;
      else field.value = other.value;
    }
    document.title = page.title;
    told.textContent = results.querySelector("[data-count]").textContent;
  }

  async function show(address, { keep = true, focus = false } = {}) {
    asking?.abort();
    asking = new AbortController();
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      adopt(new DOMParser().parseFromString(await answer.text(), "text/html"), !keep);
      if (keep) history.pushState(null, "", address);
      shown = location.pathname + location.search;
      if (focus) results.querySelector("[data-count]").focus();
      results.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(addressOf());
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "search") show(addressOf());
  });
  results.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // An anchor inside a drawing keeps its address elsewhere.
    show(link.getAttribute("href"), { focus: true });
  });
  // Going to a place on the page is no other search.
  addEventListener("popstate", () => {
    const address = location.pathname + location.search;
    if (address !== shown) show(address, { keep: false });
  });
});
