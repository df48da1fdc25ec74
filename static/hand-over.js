// The log-in window: its code goes to the frame that opened it, which is a page of ours.
"use strict";

(() => {
  const form = document.querySelector("[data-hand-over]");
  const code = document.querySelector("[data-code]");
  // Who has just typed a password need not be asked who they are.
  if (form && /\/(login|register)$/.test(document.referrer.split("?")[0])) {
    form.requestSubmit();
  }
  if (code && window.opener) {
    window.opener.postMessage({ parley: 1, code: code.dataset.code }, location.origin);
    window.close();
  }
})();
