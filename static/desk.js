// Single keys for the desk.  A key presses a button that is on the page; there is no
// other logic here, and every button works without this file.  Which key presses what
// stands on the buttons: whoever turned the keys off gets none.
"use strict";

(function () {
  let waiting = null; // the group of rules, once the key for reject was pressed
  let sent = false; // a key pressed twice decides once

  function isTyping(target) {
    return Boolean(target.closest("input, textarea, select, [contenteditable]"));
  }

  function find(key) {
    return document.querySelector('[data-key="' + CSS.escape(key) + '"]');
  }

  function wait(group) {
    waiting = group;
    group.classList.add("is-waiting");
    group.querySelector("button").focus();
  }

  function stopWaiting() {
    if (waiting) waiting.classList.remove("is-waiting");
    waiting = null;
  }

  function press(element) {
    if (element.matches("fieldset")) {
      wait(element);
    } else if (element.matches("input, select")) {
      element.focus();
    } else if (element.matches("summary")) {
      element.click();
      element.focus();
    } else if (!sent) {
      element.click();
    }
  }

  function pressDigit(digit) {
    const button = waiting.querySelector('[data-digit="' + digit + '"]');
    stopWaiting();
    if (button && !sent) button.click();
  }

  function leave(event) {
    stopWaiting();
    if (isTyping(event.target)) event.target.blur();
    const help = document.querySelector("details.keys[open]");
    if (help) help.open = false;
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return leave(event);
    if (event.repeat || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (waiting && /^[1-9]$/.test(key)) {
      event.preventDefault();
      pressDigit(key);
      return;
    }
    const element = find(key);
    if (!element) return;
    event.preventDefault();
    stopWaiting();
    press(element);
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // sent without leaving the page
    if (sent) event.preventDefault();
    sent = true;
  });
  document.addEventListener("desk:shown", stopWaiting);
  // A page that comes back from the browser's memory may send again.
  window.addEventListener("pageshow", () => {
    sent = false;
  });
})();
