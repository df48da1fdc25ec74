// While somebody types @ and a name: the names of whoever takes part in the discussion.
"use strict";

(() => {
  const BEGUN = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}][\p{L}\p{M}\p{N} .'’_-]{0,39})$/u;
  const PAUSE = 150; // milliseconds
  const MOST_WORDS = 3; // of a name: later words are the sentence's

  function watch(form) {
    const text = form.elements.text;
    const list = form.querySelector("[data-names-list]");
    const now = { begun: "", timer: 0, chosen: -1 };
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", list.id);

    function close() {
      clearTimeout(now.timer);
      now.begun = "";
      list.hidden = true;
      list.replaceChildren();
      text.removeAttribute("aria-activedescendant");
    }

    function choose(number) {
      const options = [...list.children];
      now.chosen = (number + options.length) % options.length;
      options.forEach((option, n) => option.setAttribute("aria-selected", String(n === now.chosen)));
      text.setAttribute("aria-activedescendant", options[now.chosen].id);
    }

    function take(name) {
      const end = text.selectionStart;
      text.setRangeText(`${name} `, end - now.begun.length, end, "end");
      close();
      text.focus();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }

    function show(names) {
      if (!names.length) return close();
      const options = names.map((name, number) => {
        const option = document.createElement("li");
        option.id = `name-${number}`;
        option.setAttribute("role", "option");
        const words = document.createElement("bdi");
        words.textContent = name;
        option.append(words);
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault(); // the field keeps its caret
          take(name);
        });
        return option;
      });
      list.replaceChildren(...options);
      list.hidden = false;
      choose(0);
    }

    async function ask(begun) {
      const address = `${form.dataset.names}?${new URLSearchParams({ start: begun })}`;
      const answer = await fetch(address, { credentials: "same-origin" });
      const found = answer.ok ? (await answer.json()).names : [];
      if (begun === now.begun) show(found);
    }

    text.addEventListener("input", () => {
      const found = BEGUN.exec(text.value.slice(0, text.selectionStart));
      if (!found || found[1].split(" ").length > MOST_WORDS) return close();
      now.begun = found[1];
      clearTimeout(now.timer);
      now.timer = setTimeout(() => ask(now.begun).catch(close), PAUSE);
    });
    text.addEventListener("keydown", (event) => {
      if (list.hidden || event.ctrlKey || event.metaKey) return;
      const keys = {
        ArrowDown: () => choose(now.chosen + 1),
        ArrowUp: () => choose(now.chosen - 1),
        Enter: () => take(list.children[now.chosen].textContent),
        Tab: () => take(list.children[now.chosen].textContent),
        Escape: close,
      };
      if (!keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    text.addEventListener("blur", close);
  }

  document.addEventListener("parley:form", (event) => watch(event.detail));
})();
