// The next item, ready before it is asked for.  While a moderator reads, the page that
// comes after is fetched; a decision shows it at once and is sent meanwhile.  The answer
// says which item the server has really leased to this moderator: until then nothing is
// decided about the one that is shown, and if it is another one, that one is shown.
// Without this file every form is sent and answered with a page.
"use strict";

(function () {
  const FRESH = 30_000; // milliseconds after which the next item is fetched anew
  const decision = "form#decision";
  let ahead = null; // the article that probably comes next
  let asked = 0; // which request for it is the newest
  let timer = 0;
  let pending = false; // a decision is on its way
  let pressed = null; // the button that was pressed while it was

  const shown = () => document.querySelector("article.item");

  function say(words) {
    const place = document.querySelector("[data-said-here]");
    if (place) place.textContent = words;
  }

  function parse(text) {
    return new DOMParser().parseFromString(text, "text/html");
  }

  async function lookAhead() {
    clearTimeout(timer);
    const item = shown();
    if (!item || item.dataset.standing !== "mine") return;
    const number = (asked += 1);
    try {
      const answer = await fetch(item.dataset.next);
      const text = answer.status === 200 ? await answer.text() : "";
      if (number !== asked) return; // another item is shown by now
      ahead = parse(text).querySelector("article.item");
    } catch (offline) {
      return; // the decision will say so, if it lasts
    }
    timer = setTimeout(refresh, FRESH);
  }

  function refresh() {
    if (document.hidden) {
      timer = setTimeout(refresh, FRESH);
    } else if (!pending) {
      lookAhead();
    }
  }

  function show(item) {
    shown().replaceWith(document.adoptNode(item));
    document.dispatchEvent(new Event("desk:shown"));
    window.scrollTo(0, 0);
    item.querySelector("h1").focus({ preventScroll: true });
  }

  function isSame(one, other) {
    const facts = ["item", "version", "lastReport", "standing"];
    return facts.every((fact) => one.dataset[fact] === other.dataset[fact]);
  }

  function replaceParts(page) {
    for (const part of document.querySelectorAll("[data-part]")) {
      const name = part.dataset.part;
      const fresh = page.querySelector('[data-part="' + name + '"]');
      if (name === "keys" || !fresh) continue;
      const detail = { fresh: fresh };
      const options = { bubbles: true, cancelable: true, detail: detail };
      // Whoever keeps a part as it is, because it is being read, says so.
      const replaces = part.dispatchEvent(new CustomEvent("desk:part", options));
      if (replaces) part.replaceWith(document.adoptNode(fresh));
    }
    document.title = page.title;
    hideUndoInTime();
  }

  // What the server says stands; what was shown ahead of it was a guess.
  function settle(answer, page, guessed, said) {
    const item = page.querySelector("article.item");
    if (!item) {
      location.assign(answer.url);
      return;
    }
    replaceParts(page);
    history.replaceState(null, "", item.dataset.address);
    const next = pressed;
    pressed = null;
    pending = false;
    if (guessed && isSame(shown(), item)) {
      shown().removeAttribute("aria-busy");
      if (next) next.click();
    } else {
      show(item);
      const alert = item.querySelector("[role=alert]:not([hidden])");
      const replaced = guessed ? item.dataset.replaced : said;
      say(alert ? alert.textContent : [replaced, item.dataset.announced].join(" "));
    }
    lookAhead();
  }

  function giveUp(before) {
    pending = false;
    pressed = null;
    if (shown() !== before) show(before);
    before.removeAttribute("aria-busy");
    let problem = before.querySelector("[data-unsent-here]");
    if (!problem) {
      problem = document.createElement("p");
      problem.className = "message message-problem";
      problem.dataset.unsentHere = "";
      before.prepend(problem);
    }
    problem.textContent = before.dataset.unsent;
    say(before.dataset.unsent);
    lookAhead();
  }

  async function post(address, fields, before, guessed, said) {
    try {
      const answer = await fetch(address, { method: "POST", body: fields });
      const page = parse(await answer.text());
      const asks = [400, 409].includes(answer.status) && page.querySelector("article.item");
      if (!answer.ok && !asks) throw new Error(String(answer.status));
      settle(answer, page, guessed, said);
    } catch (failed) {
      giveUp(before);
    }
  }

  function send(form, button) {
    const before = shown();
    const next = ahead;
    const fields = new URLSearchParams(new FormData(form, button));
    pending = true;
    ahead = null;
    asked += 1;
    clearTimeout(timer);
    before.setAttribute("aria-busy", "true");
    if (next) {
      next.setAttribute("aria-busy", "true");
      show(next);
    }
    say([button.dataset.said, next ? next.dataset.announced : ""].join(" "));
    const address = button.getAttribute("formaction") || form.getAttribute("action");
    post(address, fields, before, Boolean(next), button.dataset.said);
  }

  // The server asks for the words as well; here it is quicker.
  function lacksNote(form, button) {
    const note = form.elements.note;
    if (!button.dataset.wantsNote || !note || note.value.trim()) return false;
    const place = form.querySelector("#note-wanted");
    place.textContent = button.dataset.wantsNote;
    place.hidden = false;
    note.setAttribute("aria-invalid", "true");
    note.setAttribute("aria-describedby", "note-wanted");
    note.focus();
    return true;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches(decision) || !button || "leaves" in button.dataset) return;
    event.preventDefault();
    if (lacksNote(form, button)) return;
    if (pending) {
      pressed = button; // on the item that is shown; it waits for its lease
    } else {
      send(form, button);
    }
  }, true);

  // The undo stays where it was, so that nothing moves; only its time is over.
  function hideUndoInTime() {
    const bar = document.querySelector(".undo-bar[data-seconds]");
    if (!bar) return;
    setTimeout(() => bar.classList.add("is-over"), Number(bar.dataset.seconds) * 1000);
  }

  hideUndoInTime();
  lookAhead();
})();
