// Parley under an article: one frame near the reader, and counts for lists of articles.
// It adds nothing else to the page, and reads nothing but its own tag and those counts.
"use strict";

(() => {
  const tag = document.currentScript;
  const board = new URL(tag.src).origin; // never what the page says, but where we are from
  const NEAR = "800px";
  const PATIENCE = 10000; // ms after the frame has loaded: then it was not let in
  const AT_ONCE = 50; // articles counted in one request

  function theme() {
    const chosen = {};
    for (const [name, value] of Object.entries(tag.dataset)) {
      const token = /^theme([A-Z].*)/.exec(name)?.[1];
      if (token) chosen[token.replace(/\B[A-Z]/g, "-$&").toLowerCase()] = value;
    }
    return chosen;
  }

  function style(element, rules) {
    // Whatever the page says of frames in general is not meant for this one.
    for (const [name, value] of Object.entries(rules)) {
      element.style.setProperty(name, value, "important");
    }
  }

  function article() {
    const query = { url: tag.dataset.article };
    const meta = document.querySelector('meta[property="og:title"]');
    query.url ||= document.querySelector("link[rel=canonical]")?.href || location.href;
    query.title = tag.dataset.title || meta?.content || document.title;
    if (tag.dataset.token) query.token = tag.dataset.token;
    if (tag.dataset.lang) query.lang = tag.dataset.lang;
    return query;
  }

  function makeFrame(query) {
    const frame = document.createElement("iframe");
    const wanted = /^#comment-(\d+)$/.exec(location.hash)?.[1];
    frame.title = tag.dataset.label || "Comments";
    frame.sandbox =
      "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox";
    frame.referrerPolicy = "no-referrer";
    frame.name = JSON.stringify({ parley: theme() });
    frame.dataset.parley = "";
    style(frame, {
      display: "block",
      width: "100%",
      "min-width": "0",
      "max-width": "none",
      height: "480px",
      "min-height": "0",
      "max-height": "none",
      border: "0",
      "color-scheme": "normal",
    });
    frame.src = `${board}/embed?${new URLSearchParams({ ...query, ...(wanted && { comment: wanted }) })}`;
    return frame;
  }

  function makeLink(query) {
    const link = document.createElement("a");
    link.href = `${board}/discussion?${new URLSearchParams(query)}`;
    link.textContent = tag.dataset.label || "Comments";
    return link;
  }

  function follow(frame, arrived, exactly) {
    const top = frame.getBoundingClientRect().top + arrived;
    const isSeen = top >= 0 && top < innerHeight - 80;
    if ((exactly || top < 0) && !isSeen) scrollBy({ top: top - 80, behavior: "instant" });
  }

  function show(place) {
    const query = article();
    const frame = makeFrame(query);
    let heard = false;
    let loads = 0;
    const speak = (words) => frame.contentWindow.postMessage({ parley: 1, ...words }, board);
    addEventListener("message", ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== board || data?.parley !== 1) return;
      heard = true;
      if (data.height > 0 && data.height < 1e6) style(frame, { height: `${data.height}px` });
      // The first page comes while the article is read: it must not move the reader.
      if (data.arrived >= 0 && (loads > 1 || data.exactly)) {
        follow(frame, data.arrived, data.exactly);
      }
    });
    frame.addEventListener("load", () => {
      loads += 1;
      if (!frame.isConnected) return;
      speak({ theme: theme() });
      setTimeout(() => heard || frame.replaceWith(makeLink(query)), PATIENCE);
    });
    new MutationObserver(() => speak({ theme: theme() })).observe(tag, { attributes: true });
    place.append(frame);
  }

  function whenNear(place) {
    if (location.hash.startsWith("#comment")) return show(place);
    new IntersectionObserver(
      (entries, observer) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        show(place);
      },
      { rootMargin: NEAR },
    ).observe(place);
  }

  function attach() {
    const place = document.createElement("div");
    const into = tag.dataset.into && document.querySelector(tag.dataset.into);
    style(place, { "min-height": "1px" });
    if (into) into.append(place);
    else if (tag.closest("body")) tag.after(place);
    else document.body.append(place);
    whenNear(place);
  }

  async function count(spans) {
    const addresses = spans.map((span) => ["url", span.dataset.parleyCount]);
    const answer = await fetch(`${board}/embed/counts?${new URLSearchParams(addresses.sort())}`, {
      credentials: "omit",
    });
    if (!answer.ok) return;
    const { counts } = await answer.json();
    for (const span of spans) {
      span.textContent = (counts[span.dataset.parleyCount] ?? 0).toLocaleString();
    }
  }

  function countAll() {
    const spans = [...document.querySelectorAll("[data-parley-count]:not([data-parley-counted])")];
    spans.forEach((span) => span.setAttribute("data-parley-counted", ""));
    for (let first = 0; first < spans.length; first += AT_ONCE) {
      count(spans.slice(first, first + AT_ONCE)).catch(() => {});
    }
  }

  function begin() {
    if ("article" in tag.dataset) attach();
    countAll();
  }

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
})();
