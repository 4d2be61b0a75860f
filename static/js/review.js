/* Review of a draft: brings the chosen sentence into view in its pane, without moving the page. */
(() => {
  "use strict";
  const showSentence = () => {
    const pane = document.getElementById("van-ban");
    const sentence = document.getElementById("cau");
    if (!pane || !sentence) return;
    pane.scrollTop = sentence.offsetTop - pane.clientHeight / 3;
  };
  const showCard = () => {
    const card = document.getElementById("muc");
    if (!card) return;
    const top = card.getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight * 0.6) card.scrollIntoView({ block: "start" });
  };
  showSentence();
  if (window.location.search.includes("muc=")) showCard();
  document.addEventListener("htmx:after:swap", (event) => {
    if (!document.getElementById("review")) return;
    showSentence();
    showCard();
  });
})();
