// Appreciating in place; without this the form leads to the same page again.
"use strict";

(() => {
  const show = (form, answer) => {
    const count = form.querySelector("[data-appreciated]");
    count.dataset.appreciated = answer.appreciated;
    count.textContent = answer.appreciated || "";
    form.elements.appreciated.value = answer.mine ? "0" : "1";
    form.querySelector("button").setAttribute("aria-pressed", String(answer.mine));
  };

  const send = async (form) => {
    const wanted = form.elements.appreciated.value === "1";
    const answer = await fetch(`/api/v1/comments/${form.dataset.appreciate}/appreciation`, {
      method: wanted ? "PUT" : "DELETE",
      headers: { "X-CSRFToken": form.elements.csrf_token.value },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    show(form, await answer.json());
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-appreciate]");
    if (!form) return;
    event.preventDefault();
    // Whatever went wrong, the page that the form leads to says it.
    send(form).catch(() => form.submit());
  });
})();
