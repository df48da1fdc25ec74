// Tells what arrived while a discussion is open, without moving what is being read, and
// lets “5 min” grow older.
// Nothing here is needed: the same comments are there when the page is loaded again.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const EVERY = 5000;
  const AT_MOST = 60000;
  const GROW = 30000;
  const AGES = [60, 3600, 86400, 604800]; // seconds, below which the next words fit
  const ages = document.querySelector("[data-ages]")?.dataset.ages.split("|") ?? [];
  let ahead = 0; // of this device's clock is the server's, as far as it has told

  function ageOf(time) {
    const seconds = (Date.now() + ahead - Date.parse(time.dateTime)) / 1000;
    const unit = AGES.findIndex((limit) => seconds < limit);
    return ages[unit]?.replace("#", Math.floor(seconds / AGES[unit - 1]));
  }

  function growOlder() {
    if (document.hidden) return;
    for (const time of document.querySelectorAll(".when time")) {
      const head = time.closest(".comment-head");
      const [before, tall] = [time.textContent, head.offsetHeight];
      time.textContent = ageOf(time) ?? before;
      // A line more would push away what is being read.
      if (head.offsetHeight !== tall) time.textContent = before;
    }
  }

  setInterval(growOlder, GROW);
  document.addEventListener("visibilitychange", growOlder);

  const section = document.querySelector("[data-news]");
  if (!section || !window.fetch) return;

  const known = new Set(section.dataset.known.split(" ").filter(Boolean).map(Number));
  const from = Number(section.dataset.knownFrom);
  const since = Number(section.dataset.since);
  let pause = EVERY;
  let timer = 0;
  let arrived = [];

  const holder = document.createElement("div");
  holder.className = "arrived";
  holder.setAttribute("role", "status");
  document.body.append(holder);

  const isHere = (id) => document.getElementById(`comment-${id}`) !== null;

  function address() {
    const url = new URL(location.pathname, location.href);
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang) url.searchParams.set("lang", lang);
    url.searchParams.set("show", "new");
    url.searchParams.set("since", String(since));
    url.hash = "comments";
    return url.href;
  }

  function announce() {
    const count = arrived.length;
    if (!count) return holder.replaceChildren();
    const link = document.createElement("a");
    link.className = "button";
    link.href = address();
    link.textContent = section.dataset.sayNew.replace("#", count);
    link.dataset.arrived = String(count);
    link.addEventListener("click", show);
    holder.replaceChildren(link);
  }

  function notice(news) {
    const before = arrived.length;
    arrived = news.newest
      .filter(([id, rank]) => !known.has(id) && rank >= from && !isHere(id))
      .map(([id]) => id);
    if (arrived.length !== before) announce();
  }

  async function ask() {
    try {
      const answer = await fetch(section.dataset.news, {
        credentials: "omit", // the same few bytes for everybody
        cache: "no-cache",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      ahead = Date.parse(answer.headers.get("Date")) - Date.now() || 0;
      notice(await answer.json());
      pause = EVERY;
    } catch {
      pause = Math.min(pause * 2, AT_MOST);
    }
  }

  // A little chance, so that a thousand readers do not ask in the same moment.
  function later(wait = pause) {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (!document.hidden) await ask();
      if (!document.hidden) later();
    }, wait * (0.8 + Math.random() * 0.4));
  }

  const busy = (item) =>
    item.contains(document.activeElement) ||
    [...item.querySelectorAll("textarea")].some((text) => text.value);

  // New conversations come in at their place; one that grew is renewed, unless its
  // reader writes in it.
  function bringIn(fresh) {
    const list = document.querySelector("[data-conversations]");
    const items = [...fresh.querySelectorAll("[data-conversations] > li")];
    if (!list || !items.length) return [];
    const brought = [];
    let after = null;
    for (const item of items) {
      const here = list.querySelector(`:scope > [data-root-id="${item.dataset.rootId}"]`);
      const news = arrived.filter((id) => item.querySelector(`#comment-${id}`));
      if (news.length && here && !busy(here)) here.replaceWith(item);
      else if (news.length && !here) after ? after.after(item) : list.prepend(item);
      if (item.isConnected) brought.push(...news);
      after = item.isConnected ? item : here || after;
    }
    return brought;
  }

  async function show(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(location.href, { cache: "no-cache" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const brought = bringIn(page);
      if (!brought.length) throw new Error("elsewhere");
      for (const id of brought) {
        known.add(id);
        document.getElementById(`comment-${id}`).dataset.new = "true";
      }
      arrived = arrived.filter((id) => !known.has(id));
      announce();
      const first = document.getElementById(`comment-${brought[0]}`);
      for (let up = first.closest("details"); up; up = up.parentElement.closest("details")) {
        up.open = true;
      }
      first.focus({ preventScroll: true });
      first.scrollIntoView({ block: "start" });
    } catch {
      location.assign(address()); // what is new stands on other pages
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else later(200);
  });
  later();
});
