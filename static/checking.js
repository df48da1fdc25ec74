// While somebody writes: the rules are asked whenever the author pauses, and the words
// in question are underlined where they stand.  Nothing is stored by it.
"use strict";

(() => {
  const PAUSE = 900; // milliseconds
  const SHORTEST = 4; // letters: less says nothing yet

  // The server counts code points of a text whose lines end as forms send them.
  const asSent = (text) => text.replace(/\r?\n/g, "\r\n");

  function placesIn(text, marks) {
    const places = [];
    let point = 0;
    for (let at = 0; at < text.length; point += 1) {
      places[point] = at;
      if (text[at] === "\n") places[++point] = at; // its second half
      at += text.codePointAt(at) > 0xffff ? 2 : 1;
    }
    places[point] = text.length;
    return marks.map(([start, end, rule]) => [places[start], places[end], rule]);
  }

  // Marks move with the words around a change, and go with the words that changed.
  function moved(marks, before, after) {
    let head = 0;
    const shorter = Math.min(before.length, after.length);
    while (head < shorter && before[head] === after[head]) head += 1;
    let tail = 0;
    while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
    const by = after.length - before.length;
    return marks
      .filter(([start, end]) => end <= head || start >= before.length - tail)
      .map(([start, end, rule]) => (end <= head ? [start, end, rule] : [start + by, end + by, rule]));
  }

  function draw(mirror, text, marks) {
    const pieces = [];
    let end = 0;
    for (const [start, stop] of [...marks].sort((a, b) => a[0] - b[0])) {
      if (start < end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, stop);
      pieces.push(text.slice(end, start), mark);
      end = stop;
    }
    mirror.replaceChildren(...pieces, `${text.slice(end)}\n`);
  }

  function watch(form) {
    const text = form.elements.text;
    const said = form.querySelector("[data-checked]");
    const mirror = document.createElement("div");
    mirror.className = "mirror";
    mirror.setAttribute("aria-hidden", "true");
    mirror.dir = "auto";
    form.querySelector("[data-paper]").append(mirror);
    const now = { text: text.value, marks: [], timer: 0, asked: null, summary: "" };

    const show = (marks) => {
      now.marks = marks;
      draw(mirror, text.value, marks);
      mirror.scrollTop = text.scrollTop;
    };

    async function ask() {
      const asked = text.value;
      if (asked.trim().length < SHORTEST) return hear(asked, { marks: [], summary: "" });
      now.asked?.abort();
      now.asked = new AbortController();
      const fields = { text: asSent(asked), csrf_token: form.elements.csrf_token.value };
      const answer = await fetch(form.dataset.check, {
        method: "POST",
        body: new URLSearchParams(fields),
        credentials: "same-origin",
        signal: now.asked.signal,
      });
      if (answer.ok) hear(asked, await answer.json());
    }

    function hear(asked, { marks, summary }) {
      if (asked !== text.value) return; // somebody writes on
      show(placesIn(asked, marks));
      if (summary === now.summary) return; // it has been read out
      now.summary = summary;
      const page = new DOMParser().parseFromString(summary, "text/html");
      said.replaceChildren(...page.body.childNodes);
    }

    text.addEventListener("input", (event) => {
      show(moved(now.marks, now.text, text.value));
      now.text = text.value;
      clearTimeout(now.timer);
      if (event.isComposing) return;
      now.timer = setTimeout(() => ask().catch(() => {}), PAUSE); // a comfort: no matter
    });
    text.addEventListener("scroll", () => {
      mirror.scrollTop = text.scrollTop;
    });
    if (text.value) now.timer = setTimeout(() => ask().catch(() => {}), PAUSE);
  }

  document.addEventListener("parley:form", (event) => watch(event.detail));
})();
