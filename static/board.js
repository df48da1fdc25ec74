// The board's small comforts: a live length, a draft that survives, Ctrl+Enter.
// Everything works without them.
"use strict";

(() => {
  const DRAFT = "parley-draft-";
  const KEEP_DAYS = 7;

  // The server counts code points, and a form sends each line's end as two.
  const lengthOf = (text) => [...text.replace(/\r?\n/g, "\r\n")].length;
  const squeezed = (text) => text.replace(/\s+/g, "");

  const store = {
    // Storage may be full, or forbidden: then there are no drafts, and nothing else.
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(DRAFT + key));
      } catch {
        return null;
      }
    },
    write(key, text) {
      try {
        if (text.trim()) {
          localStorage.setItem(DRAFT + key, JSON.stringify({ text, at: Date.now() }));
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
      copy.querySelectorAll(".visually-hidden").forEach((hidden) => hidden.remove());
      arrived.add(squeezed(copy.textContent));
    }
    for (const key of store.keys()) {
      const draft = store.read(key);
      const old = !draft || Date.now() - draft.at > KEEP_DAYS * 86400000;
      if (old || arrived.has(squeezed(draft.text))) store.write(key, "");
    }
  }

  function showLength(form, text, words) {
    const longest = Number(form.dataset.longest);
    const length = lengthOf(text.value);
    words.textContent = `${length.toLocaleString("en")} / ${longest.toLocaleString("en")}`;
    words.toggleAttribute("data-over", length > longest);
  }

  function enhance(form) {
    const text = form.querySelector("textarea");
    const words = form.querySelector("[data-length]");
    const key = form.dataset.draft;
    const draft = store.read(key);
    if (draft && !text.value) text.value = draft.text;
    const follow = () => {
      if (words) showLength(form, text, words);
      store.write(key, text.value);
    };
    text.addEventListener("input", follow);
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    if (text.value && words) showLength(form, text, words);
  }

  forgetWhatArrived();
  document.querySelectorAll("form[data-draft]").forEach(enhance);
})();
