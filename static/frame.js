// The board in a frame on another site: its theme, its height, and logging in.
"use strict";

(() => {
  const root = document.documentElement;
  const origins = (root.dataset.origins || "").split(" ");
  const INSIDE = "/framed/";
  let around = ""; // the site around us, once the browser has vouched for it

  // What a page around us may choose, and as what kind of value.
  const TOKENS = {
    "font-family": ["sans", "serif"],
    "font-size": ["size"],
    "border-radius": ["radius", "radius-small"],
    color:
      "ink ink-quiet paper paper-raised paper-sunk line line-strong accent accent-ink danger danger-paper held held-paper ok ok-paper mark focus".split(
        " ",
      ),
  };

  function wearScheme(scheme) {
    root.style.colorScheme = scheme === "auto" ? "" : scheme;
    for (const sheet of document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (!rule.media) continue;
        rule.was ??= rule.media.mediaText;
        if (!rule.was.includes("prefers-color-scheme: dark")) continue;
        rule.media.mediaText = { dark: "all", light: "not all" }[scheme] || rule.was;
      }
    }
  }

  function wear(theme) {
    for (const [property, tokens] of Object.entries(TOKENS)) {
      for (const token of tokens) {
        const value = theme[token];
        if (typeof value === "string" && CSS.supports(property, value)) {
          root.style.setProperty(`--${token}`, value);
        }
      }
    }
    if (["light", "dark", "auto"].includes(theme.scheme)) wearScheme(theme.scheme);
  }

  function tell(words) {
    if (around) parent.postMessage({ parley: 1, ...words }, around);
  }

  const tellHeight = () => tell({ height: Math.ceil(root.getBoundingClientRect().height) });

  // The page around us scrolls, not we: it is told where the reader has arrived.
  function tellPlace() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const box = target ? target.getBoundingClientRect() : { top: 0 };
    tell({ arrived: Math.max(0, box.top), exactly: Boolean(target) });
  }

  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || !origins.includes(origin) || data?.parley !== 1) return;
    if (data.theme && typeof data.theme === "object") wear(data.theme);
    if (around) return;
    around = origin;
    root.dataset.followed = "";
    tellHeight();
    tellPlace();
  });
  addEventListener("hashchange", tellPlace);
  new ResizeObserver(tellHeight).observe(root);

  try {
    wear(JSON.parse(window.name).parley);
  } catch {
    /* no theme was chosen */
  }

  // Logging in: a window of our own hands a code back, which only we can use (RFC 7636).
  const text64 = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=/g, "");
  let secret = null;

  async function makeSecret() {
    const verifier = text64(crypto.getRandomValues(new Uint8Array(32)));
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    secret = { verifier, challenge: text64(digest) };
  }

  async function takeOver(code, used, wanted) {
    const body = new URLSearchParams({ code, verifier: used.verifier, origin: around });
    const answer = await fetch(`${INSIDE}log-in`, { method: "POST", body });
    const who = await fetch(`${INSIDE}log-in`, { cache: "no-store" });
    if (!answer.ok || !(await who.json()).name) {
      document.querySelector("[data-no-log-in]").hidden = false;
    } else if (wanted?.startsWith(INSIDE)) {
      location.assign(wanted);
      if (wanted.split("#")[0] === location.pathname + location.search) location.reload();
    } else {
      location.reload();
    }
  }

  function openWindow(link) {
    const used = secret;
    const query = new URLSearchParams({ challenge: used.challenge, origin: around });
    const asked = new URLSearchParams(link.search);
    if (link.pathname === "/register") query.set("register", "1");
    if (asked.has("lang")) query.set("lang", asked.get("lang"));
    const opened = open(`/embed/log-in?${query}`, "", "popup,width=520,height=680");
    if (!opened) return false;
    const wanted = asked.get("next");
    addEventListener("message", function listen({ source, origin, data }) {
      if (source !== opened || origin !== location.origin || !data?.code) return;
      removeEventListener("message", listen);
      takeOver(data.code, used, wanted);
    });
    makeSecret();
    return true;
  }

  // What is not ours to show here opens in a window of its own.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const isOurs = link.origin === location.origin;
    if (isOurs && link.pathname.startsWith(INSIDE)) return;
    link.target = "_blank";
    link.relList.add("noopener");
    const isLogIn = isOurs && /^\/(login|register)$/.test(link.pathname);
    if (isLogIn && around && secret && openWindow(link)) event.preventDefault();
  });
  if (window.crypto?.subtle) makeSecret();
})();
