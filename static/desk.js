// Single keys for the desk.  A key presses a button that is on the page; there is no
// other logic here, and every button works without this file.
"use strict";

(function () {
  const SWITCH = "parley.desk.keys";
  const note = document.querySelector("[data-keys-note]");
  const toggle = document.querySelector("[data-keys-switch]");
  let waiting = null; // the group of rules, once R was pressed
  let sent = false; // a key pressed twice decides once

  function areOn() {
    try {
      return localStorage.getItem(SWITCH) !== "off";
    } catch (blocked) {
      return true;
    }
  }

  function turn(on) {
    try {
      localStorage.setItem(SWITCH, on ? "on" : "off");
    } catch (blocked) {
      // Without storage the choice holds for no other page.
    }
    describe(on);
  }

  function describe(on) {
    if (!note || !toggle) return;
    note.textContent = on ? "Keys do nothing while you type." : "Single keys are off.";
    toggle.textContent = on ? "Turn the keys off" : "Turn the keys on";
    toggle.hidden = false;
    toggle.onclick = () => turn(!on);
  }

  function isTyping(target) {
    return Boolean(target.closest("input, textarea, select, [contenteditable]"));
  }

  function find(key) {
    return document.querySelector('[data-key="' + CSS.escape(key) + '"]');
  }

  function wait(group) {
    waiting = group;
    if (group) group.classList.add("is-waiting");
  }

  function stopWaiting() {
    if (waiting) waiting.classList.remove("is-waiting");
    waiting = null;
  }

  function press(element) {
    if (element.matches("fieldset")) {
      wait(element);
      element.querySelector("button").focus();
    } else if (element.matches("select, input")) {
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
    if (button && !sent) button.click();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      stopWaiting();
      if (isTyping(event.target)) event.target.blur();
      const help = document.querySelector("details.keys[open]");
      if (help) help.open = false;
      return;
    }
    if (event.repeat || isTyping(event.target) || !areOn()) return;
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
    if (sent) event.preventDefault();
    sent = true;
  });
  // A page that comes back from the browser's memory may send again.
  window.addEventListener("pageshow", () => {
    sent = false;
  });
  describe(areOn());
})();
