// The list of a queue while it is open.  Rows stay where they are: a colleague's lease or
// verdict is marked in place, and what is new waits behind a link until it is asked for.
// Without this file a reload shows the same.
"use strict";

(function () {
  const EVERY = 10_000; // milliseconds between two looks
  let timer = 0;
  let tag = ""; // of the last answer, so that the next may say: unchanged
  let asked = ""; // and what it was an answer to

  const part = () => document.querySelector('[data-part="list"]');
  const rows = (within) => [...within.querySelectorAll("li[data-item]")];

  function parse(text) {
    return new DOMParser().parseFromString(text, "text/html");
  }

  function addressOf(list) {
    const address = new URL(list.dataset.changes, location.href);
    const ids = rows(list).map((row) => row.dataset.item);
    address.searchParams.set("shown", ids.join(","));
    return address.href;
  }

  function mark(row, fresh) {
    for (const fact of ["heldBy", "decided"]) row.dataset[fact] = fresh.dataset[fact];
    const shown = row.querySelector(".queue-standing");
    const words = fresh.querySelector(".queue-standing");
    if (shown.textContent === words.textContent) return;
    shown.replaceWith(document.adoptNode(words));
  }

  function markAll(list, fresh) {
    const known = new Map(rows(list).map((row) => [row.dataset.item, row]));
    for (const row of rows(fresh)) {
      if (known.has(row.dataset.item)) mark(known.get(row.dataset.item), row);
    }
  }

  function tellArrivals(within, told) {
    const place = within.querySelector("[data-arrivals]");
    if (place.textContent.trim() === told.textContent.trim()) return;
    place.replaceChildren(...told.childNodes);
    within.querySelector("[data-as-of]").hidden = place.children.length > 0;
  }

  async function look() {
    clearTimeout(timer);
    const within = part();
    const list = within && within.querySelector(".queue-list");
    if (!list) return;
    timer = setTimeout(look, EVERY);
    if (document.hidden) return;
    const address = addressOf(list);
    const headers = tag && asked === address ? { "If-None-Match": tag } : {};
    try {
      const answer = await fetch(address, { headers: headers, cache: "no-store" });
      if (answer.status !== 200) return;
      const text = parse(await answer.text());
      if (!list.isConnected) return; // another list is shown by now
      tag = answer.headers.get("ETag") || "";
      asked = address;
      markAll(list, text);
      tellArrivals(within, text.querySelector("[data-arrived]"));
    } catch (offline) {
      return; // the next look may succeed
    }
  }

  // The link of the item that is read, in a list that may not have it.
  function point(within, itemId) {
    for (const link of within.querySelectorAll("a[aria-current]")) {
      link.removeAttribute("aria-current");
    }
    const row = rows(within).find((other) => other.dataset.item === itemId);
    if (row) row.querySelector("a").setAttribute("aria-current", "true");
    return Boolean(row);
  }

  async function viewNew(link) {
    const known = new Set(rows(part()).map((row) => row.dataset.item));
    const current = document.querySelector("article.item");
    try {
      const answer = await fetch(link.href);
      const fresh = parse(await answer.text()).querySelector('[data-part="list"]');
      if (!fresh) throw new Error("no list");
      const place = part();
      place.replaceChildren(...document.adoptNode(fresh).childNodes);
      if (current) point(place, current.dataset.item);
      const news = rows(place).filter((row) => !known.has(row.dataset.item));
      for (const row of news) row.classList.add("is-new");
      const first = news[0] || rows(place)[0];
      if (first) first.querySelector("a").focus();
      look();
    } catch (failed) {
      location.assign(link.href);
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view-new]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    viewNew(link);
  });

  // A decision brings a fresh list along.  While the item that follows is in the list
  // that is shown, that list stays: only its marks change.
  document.addEventListener("desk:part", (event) => {
    if (event.target !== part()) return;
    const fresh = event.detail.fresh;
    const next = fresh.querySelector("a[aria-current]");
    const row = next && next.closest("li[data-item]");
    if (!row || !point(part(), row.dataset.item)) {
      setTimeout(look, 0);
      return;
    }
    event.preventDefault();
    markAll(part().querySelector(".queue-list"), fresh);
    look();
  });

  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  look();
})();
