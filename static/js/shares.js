/* Adds shares up while they are typed. Without script the server does it on "Lưu" and on every way of splitting. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-shares]");
  const sum = form?.querySelector("[data-share-sum]");
  if (!sum) return;
  const read = (text) => {
    const typed = text.trim().replace(/[\s\u00a0]/g, "");
    if (!typed) return 0;
    if (!/^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(typed)) return null;
    return Number(typed.replace(/\./g, "").replace(",", "."));
  };
  const write = (number) => number.toLocaleString("vi-VN", { maximumFractionDigits: 4 });
  const shares = [...form.querySelectorAll("tbody input[data-share]")];
  const goal = form.querySelector("input[name=total]");
  const shownGoal = form.querySelector("[data-share-total]");
  const verdict = form.querySelector("[data-share-verdict]");
  form.addEventListener("input", () => {
    const numbers = shares.map((field) => read(field.value));
    const total = Number(numbers.reduce((found, number) => found + (number ?? 0), 0).toFixed(4));
    sum.textContent = write(total);
    const wanted = goal ? read(goal.value) : Number(shownGoal.dataset.total || NaN);
    if (goal && wanted !== null) shownGoal.textContent = goal.value.trim() ? write(wanted) : "chưa giao";
    if (wanted === null || Number.isNaN(wanted) || (goal && !goal.value.trim())) { verdict.textContent = ""; return; }
    const rest = Number((wanted - total).toFixed(4));
    verdict.textContent = rest === 0 ? "✓ đủ" : rest > 0 ? `còn ${write(rest)}` : `vượt ${write(-rest)}`;
  });
})();
