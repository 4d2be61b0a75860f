/* Remarks about one line, and keys for reading one report after another: J next, K previous, A accept, R ask for corrections. */
(() => {
  "use strict";
  const follow = (rel) => document.querySelector(`a[rel="${rel}"]`)?.click();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-comment-on]");
    const about = document.querySelector("#comments select[name=indicator]");
    if (!link || !about) return;
    event.preventDefault();
    about.value = link.dataset.commentOn;
    const text = document.getElementById("comment-text");
    text.focus();
    text.scrollIntoView({ block: "center" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select, dialog")) return;
    const key = event.key.toLowerCase();
    if (key === "j") follow("next");
    else if (key === "k") follow("prev");
    else if (key === "a") document.querySelector("form[data-accept]")?.requestSubmit();
    else if (key === "r") {
      const note = document.querySelector("#return textarea");
      if (note) { event.preventDefault(); note.focus(); note.scrollIntoView({ block: "center" }); }
    }
  });
})();
