/* Adds every column up while it is typed, marks what differs from what is in force, and moves with the arrow keys.
   Without script the server does the sums on saving and on every way of splitting. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-desk]");
  if (!form) return;
  const read = (text) => {
    const typed = text.trim().replace(/[\s\u00a0]/g, "");
    if (!typed) return 0;
    if (!/^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(typed)) return null;
    return Number(typed.replace(/\./g, "").replace(",", "."));
  };
  const write = (number) => number.toLocaleString("vi-VN", { maximumFractionDigits: 4 });
  const columns = new Map();
  form.querySelectorAll("tfoot [data-column]").forEach((foot) => {
    const key = foot.dataset.column;
    columns.set(key, { foot, total: form.querySelector(`input[name="t${key}"]`), cells: [...form.querySelectorAll(`input[name^="c${key}-"]`)] });
  });
  const state = form.querySelector("[data-desk-state]");
  const changed = () => [...form.querySelectorAll("td input[data-now]")].filter((field) => (field.value.trim() || "chưa giao") !== field.dataset.now);
  const mark = () => {
    form.querySelectorAll("td.is-changed").forEach((cell) => cell.classList.remove("is-changed"));
    const fields = changed();
    fields.forEach((field) => field.closest("td").classList.add("is-changed"));
    state.textContent = fields.length ? `${write(fields.length)} ô thay đổi, chưa lưu` : "";
  };
  const add = ({ foot, total, cells }) => {
    const numbers = cells.map((field) => read(field.value));
    const given = foot.querySelector("[data-given]");
    if (given) { given.textContent = write(cells.filter((field) => field.value.trim()).length); return; }
    const sum = Number(numbers.reduce((found, number) => found + (number ?? 0), 0).toFixed(4));
    foot.querySelector("[data-sum]").textContent = write(sum);
    const verdict = foot.querySelector("[data-verdict]");
    const isSet = total ? total.value.trim() !== "" : foot.dataset.total !== "";
    const goal = total ? read(total.value) : Number(foot.dataset.total);
    foot.querySelector("[data-goal]").textContent = isSet ? (goal === null ? "?" : write(goal)) : "chưa giao";
    if (!isSet || goal === null) { verdict.textContent = ""; return; }
    const rest = Number((goal - sum).toFixed(4));
    verdict.textContent = rest === 0 ? "✓ đủ" : rest > 0 ? `còn ${write(rest)}` : `vượt ${write(-rest)}`;
    verdict.classList.toggle("is-off", rest !== 0);
  };
  form.addEventListener("input", (event) => {
    const key = /^[ct](\d+)/.exec(event.target.name)?.[1];
    if (columns.has(key)) add(columns.get(key));
    mark();
  });
  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell || event.target.type !== "text") return;
    const column = [...form.querySelectorAll(`tbody td:nth-child(${cell.cellIndex + 1}) input`)];
    const next = column[column.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && changed().length) event.preventDefault(); });
  mark();
})();
