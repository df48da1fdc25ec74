// Writing with a bad connection: a live length, a draft that survives, Ctrl+Enter, and
// sending that waits for its moment.  Everything works without it.
"use strict";

(() => {
  const DRAFT = "parley-draft-";
  const KEEP_DAYS = 7;
  const RETRIES = [5, 10, 20, 40, 80]; // seconds
  const ENOUGH_TO_SAY = 90; // seconds, above which minutes are told

  // The server counts code points, and a form sends each line's end as two.
  const lengthOf = (text) => [...text.replace(/\r?\n/g, "\r\n")].length;
  const lettersOf = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");

  // Storage may be full, or forbidden: then there are no drafts, and nothing else.
  const store = {
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(DRAFT + key));
      } catch {
        return null;
      }
    },
    // `sent` is the attempt that this very text went out with: sent again it is one comment.
    write(key, text, sent) {
      try {
        if (text.trim()) {
          localStorage.setItem(DRAFT + key, JSON.stringify({ text, at: Date.now(), sent }));
        } else {
          localStorage.removeItem(DRAFT + key);
        }
      } catch {
        /* see above */
      }
    },
    keys() {
      try {
        return Object.keys(localStorage)
          .filter((key) => key.startsWith(DRAFT))
          .map((key) => key.slice(DRAFT.length));
      } catch {
        return [];
      }
    },
  };

  // A text that this page shows as the reader's own has arrived: its draft may go.
  function forgetWhatArrived() {
    const own = document.querySelectorAll("[data-own] .comment-text, [data-stored] .marked-text");
    const arrived = new Set();
    for (const element of own) {
      const copy = element.cloneNode(true);
      copy.querySelectorAll(".visually-hidden, .link-host").forEach((extra) => extra.remove());
      arrived.add(lettersOf(copy.textContent));
    }
    for (const key of store.keys()) {
      const draft = store.read(key);
      const old = !draft || Date.now() - draft.at > KEEP_DAYS * 86400000;
      const edits = key.startsWith("edit-"); // may say again what is shown
      if (old || (!edits && arrived.has(lettersOf(draft.text)))) store.write(key, "");
    }
  }

  function tell(form, what) {
    for (const line of form.querySelectorAll("[data-when]")) {
      line.hidden = line.dataset.when !== what;
    }
  }

  function showLength(form, text) {
    const words = form.querySelector("[data-length]");
    const longest = Number(form.dataset.longest);
    const length = lengthOf(text.value);
    const locale = document.documentElement.lang;
    words.textContent = `${length.toLocaleString(locale)} / ${longest.toLocaleString(locale)}`;
    words.toggleAttribute("data-over", length > longest);
  }

  function restore(form, text, draft) {
    if (!draft || draft.text === text.value) return;
    form.dataset.fresh = text.value;
    const quotation = form.dataset.draft.startsWith("reply-") && text.value;
    text.value = quotation ? `${draft.text.trimEnd()}\n\n${quotation}` : draft.text;
    tell(form, "restored");
  }

  // The form as the server shows it again: previewed, nudged or refused.
  function replaceBy(form, page) {
    const place = form.closest("[data-writing]");
    const again = document.adoptNode(page.querySelector("[data-writing]"));
    place.replaceWith(again);
    enhance(again.querySelector("form"));
    const said = again.querySelector("#write, .field-error") || again;
    said.tabIndex = -1;
    said.focus({ preventScroll: true });
    said.scrollIntoView({ block: "nearest" });
  }

  function arrive(form, address) {
    store.write(form.dataset.draft, "");
    const here = location.pathname + location.search;
    const to = new URL(address, location.href);
    if (to.pathname + to.search === here) {
      location.hash = to.hash;
      location.reload();
    } else {
      location.assign(to);
    }
  }

  function wordsFor(seconds, locale) {
    const unit = seconds > ENOUGH_TO_SAY ? "minute" : "second";
    const number = unit === "minute" ? Math.ceil(seconds / 60) : seconds;
    const style = { style: "unit", unit, unitDisplay: "long" };
    return new Intl.NumberFormat(locale, style).format(number);
  }

  function wait(form, seconds, again) {
    tell(form, "wait");
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      if (!form.isConnected || form.waiting !== timer) return clearInterval(timer);
      const left = Math.ceil((until - Date.now()) / 1000);
      const words = form.querySelector("[data-wait]");
      const told = wordsFor(Math.max(left, 1), document.documentElement.lang);
      if (words.textContent !== told) words.textContent = told;
      if (left <= 0) {
        clearInterval(timer);
        again();
      }
    };
    const timer = setInterval(tick, 1000);
    form.waiting = timer;
    tick();
  }

  // A session that was renewed in another tab has another token.
  async function renewToken(form) {
    const answer = await fetch(form.dataset.page, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-draft] [name=csrf_token]");
    const field = form.elements.csrf_token;
    if (!token || token.value === field.value) return false;
    field.value = token.value;
    return true;
  }

  async function understand(form, answer, sending) {
    if (answer.status === 201) return arrive(form, answer.headers.get("Location"));
    const seconds = Number(answer.headers.get("Retry-After"));
    if (answer.status === 429) return wait(form, seconds || 60, () => send(form, sending.fields));
    if (answer.status >= 500) return tryLater(form, sending, seconds);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("[data-writing]")) return replaceBy(form, page);
    if (answer.status === 401 || answer.status === 400) {
      const renewed = !sending.renewed && (await renewToken(form));
      return renewed ? send(form, sending.fields, { renewed }) : tell(form, "out");
    }
    const said = page.querySelector("[role=alert]");
    form.querySelector("[data-refusal]").textContent = said ? said.textContent.trim() : "";
    return tell(form, "refused");
  }

  function tryLater(form, sending, seconds) {
    const tries = sending.tries || 0;
    if (tries === RETRIES.length) return tell(form, "failed");
    const again = () => send(form, sending.fields, { ...sending, tries: tries + 1 });
    return wait(form, seconds || RETRIES[tries], again);
  }

  function waitForConnection(form, sending) {
    tell(form, "offline");
    addEventListener("online", () => send(form, sending.fields), { once: true });
  }

  // `fields` are read anew each time, so that what is mended meanwhile goes out.
  async function send(form, fields, before = {}) {
    if (form.sending || !form.isConnected) return;
    const sending = { ...before, fields };
    form.sending = true;
    form.waiting = null;
    form.setAttribute("aria-busy", "true");
    const request = {
      method: "POST",
      body: fields(),
      credentials: "same-origin",
      headers: { "X-Requested-With": "fetch" },
    };
    const answer = await fetch(form.action, request).catch(() => null);
    form.sending = false;
    form.removeAttribute("aria-busy");
    if (answer) await understand(form, answer, sending).catch(() => tryLater(form, sending));
    else if (navigator.onLine) tryLater(form, sending);
    else waitForConnection(form, sending);
  }

  function fieldsOf(form, submitter) {
    const fields = new URLSearchParams(new FormData(form));
    if (submitter && submitter.name) fields.set(submitter.name, submitter.value);
    return fields;
  }

  function submit(event) {
    const form = event.target;
    const text = form.elements.text;
    event.preventDefault();
    const draft = store.read(form.dataset.draft);
    if (draft && draft.sent && draft.text === text.value) form.elements.attempt.value = draft.sent;
    if (!event.submitter || event.submitter.name !== "preview") {
      store.write(form.dataset.draft, text.value, form.elements.attempt.value);
    }
    tell(form, "");
    send(form, () => fieldsOf(form, event.submitter));
  }

  function enhance(form, draft) {
    const text = form.elements.text;
    restore(form, text, draft);
    text.setSelectionRange(text.value.length, text.value.length); // behind a quotation
    text.addEventListener("input", () => {
      showLength(form, text);
      store.write(form.dataset.draft, text.value);
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    form.querySelector("[data-discard]").addEventListener("click", () => {
      store.write(form.dataset.draft, "");
      text.value = form.dataset.fresh;
      tell(form, "");
      text.focus();
      text.dispatchEvent(new Event("input"));
    });
    form.addEventListener("submit", submit);
    if (text.value) showLength(form, text);
    document.dispatchEvent(new CustomEvent("parley:form", { detail: form }));
  }

  forgetWhatArrived();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const asked = form.closest("[data-writing]").querySelector("[data-nudge], [data-preview], .field-error");
    enhance(form, asked ? null : store.read(form.dataset.draft));
  }
})();
