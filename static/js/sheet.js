/* Comfort on the report form: every row saves itself, is kept on the device while the network is gone, and is sent later.

   form[data-sheet] holds rows ([data-row], [data-part]) with an address each ([data-url]) and a hidden mark that says
   on which version the row rests. The server answers 200 saved, 422 kept but not understood (or no longer open),
   409 changed by somebody else. Without this script the form is sent as a whole. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const state = document.getElementById("save-state");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const rows = [...form.querySelectorAll("[data-row], [data-part]")];
  const idOf = (row) => row.dataset.row || row.dataset.part;
  const markOf = (row) => row.querySelector("input[type=hidden]");
  const controls = (row) => [...row.querySelectorAll("input[name], textarea[name]")].filter((field) => !field.matches("[data-file], [data-link]"));
  const filled = document.querySelector("[data-filled]");

  // --- What waits for the network, kept on this device until it is saved
  const store = {
    read() { try { return JSON.parse(localStorage.getItem(form.dataset.key)) || {}; } catch { return {}; } },
    write(all) {
      try {
        if (Object.keys(all).length) localStorage.setItem(form.dataset.key, JSON.stringify(all));
        else localStorage.removeItem(form.dataset.key);
      } catch { /* storage is off or full: the form can still be sent as a whole */ }
    },
    keep(id, fields) { const all = store.read(); all[id] = fields; store.write(all); },
    drop(id) { const all = store.read(); delete all[id]; store.write(all); },
  };

  const say = (text, tone = "") => { state.textContent = text; state.className = `save-state${tone ? ` tone-${tone}` : ""}`; };
  const sayRow = (row, text, tone = "") => {
    const place = row.querySelector("[data-state]");
    place.textContent = text;
    place.className = `row-state small${tone ? ` tone-${tone}` : ""}`;
  };
  const sayError = (row, text) => {
    const place = row.querySelector("[data-error]");
    if (!place) { if (text) sayRow(row, text, "red"); return; }
    place.textContent = text;
    place.hidden = !text;
    row.classList.toggle("has-error", Boolean(text));
    row.querySelectorAll("[data-main].form-control").forEach((field) => {
      if (text) { field.setAttribute("aria-invalid", "true"); field.setAttribute("aria-describedby", place.id); }
      else { field.removeAttribute("aria-invalid"); field.removeAttribute("aria-describedby"); }
    });
  };

  // --- Reading and writing a row's fields
  const fieldsOf = (row) => {
    const fields = {};
    for (const field of controls(row)) {
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
      fields[field.name] = field.value;
    }
    return fields;
  };
  const putFields = (row, fields) => {
    for (const field of controls(row)) {
      if (field.type === "radio") field.checked = fields[field.name] === field.value;
      else if (field.type === "checkbox") field.checked = field.name in fields;
      else if (field.type !== "hidden" && field.name in fields) field.value = fields[field.name];
    }
  };

  // --- Saving: one request at a time per row, the newest state last
  const busy = new Map();
  let waiting = 0;
  let lastSaved = "";
  const save = async (row) => {
    const id = idOf(row);
    if (busy.has(id)) { busy.set(id, "again"); return; }
    busy.set(id, "now");
    const fields = fieldsOf(row);
    store.keep(id, fields);
    sayRow(row, "Đang lưu…");
    say("Đang lưu…");
    let outcome = "waiting";
    try { outcome = await send(row, fields); } catch { /* no network: it waits */ }
    const again = busy.get(id) === "again";
    busy.delete(id);
    if (outcome === "waiting") { wait(row); return; }
    if (again && outcome !== "conflict") { save(row); return; }
    if (outcome !== "login") store.drop(id);
    summary();
  };
  const send = async (row, fields) => {
    const answer = await fetch(row.dataset.url, {
      method: "POST", body: new URLSearchParams(fields), redirect: "follow",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    const type = answer.headers.get("Content-Type") || "";
    if (!type.includes("json")) {
      if (answer.status >= 500 || answer.status === 429) return "waiting";
      askLogin(row, answer);
      return "login";
    }
    const said = await answer.json();
    if (said.state === "conflict") { showConflict(row, said); return "conflict"; }
    if (said.state === "frozen") { say(said.error, "red"); sayRow(row, "Chưa lưu", "red"); return "login"; }
    markOf(row).value = said.mark;
    const about = row.querySelector(`[name="p-${idOf(row)}"]`);
    if (about && said.approximate) about.checked = true;
    showAnswered(row, said.answered);
    sayError(row, said.error);
    sayRow(row, said.error ? "Đã giữ nguyên nội dung gõ, cần sửa lại" : `Đã lưu ${said.at}`, said.error ? "amber" : "");
    row.dataset.saved = lastSaved = said.at;
    return "saved";
  };
  const wait = (row) => {
    sayRow(row, "Đang chờ mạng", "amber");
    say("Đang chờ mạng – dữ liệu được giữ trên máy này", "amber");
    clearTimeout(waiting);
    waiting = setTimeout(retry, 8000);
  };
  const retry = () => {
    const kept = store.read();
    rows.filter((row) => idOf(row) in kept && !busy.has(idOf(row))).forEach(save);
    form.querySelectorAll("[data-link]").forEach(upload);
  };
  const askLogin = (row, answer) => {
    sayRow(row, "Chưa gửi được", "red");
    if (answer.redirected || answer.status === 403) {
      say("Phiên làm việc đã hết. Nội dung được giữ trên máy này. ", "red");
      const link = Object.assign(document.createElement("a"), { textContent: "Đăng nhập lại", href: `${form.dataset.login || "/"}?next=${encodeURIComponent(location.pathname)}` });
      state.append(link);
    } else say("Chưa lưu được mục này. Bấm “Lưu nháp” để thử lại.", "red");
  };
  const summary = () => {
    if (busy.size) return;
    const open = rows.filter((row) => row.querySelector("[data-conflict]:not([hidden])")).length;
    if (open) { say(`Có ${open} mục hai người cùng sửa, cần chọn`, "amber"); return; }
    if (state.classList.contains("tone-red")) return;
    const kept = Object.keys(store.read()).length;
    if (!kept && lastSaved) say(`Đã lưu ${lastSaved}`);
  };
  const showAnswered = (row, is) => {
    if (is === undefined || !filled) return;
    row.toggleAttribute("data-answered", is);
    const count = form.querySelectorAll("[data-answered]").length;
    filled.textContent = count;
    const bar = document.querySelector(".action-bar .bar-fill");
    const asked = Number(document.querySelector("[data-asked]").textContent);
    if (bar && asked) bar.setAttribute("width", `${(count * 100) / asked}%`);
  };

  // --- Two officers: both values side by side, never one silently over the other
  const showConflict = (row, said) => {
    const box = row.querySelector("[data-conflict]");
    markOf(row).value = said.mark;
    box.replaceChildren();
    const line = document.createElement("p");
    const theirs = document.createElement("strong");
    theirs.textContent = said.theirs || "(để trống)";
    line.append(`Đồng chí ${said.by} đã ghi lúc ${said.at}: `, theirs);
    const take = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-primary", textContent: `Lấy nội dung của đồng chí ${said.by}` });
    const mine = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-secondary", textContent: "Giữ nội dung vừa gõ" });
    take.addEventListener("click", () => { takeTheirs(row, said); box.hidden = true; sayRow(row, "Đã lấy nội dung đã lưu"); summary(); });
    mine.addEventListener("click", () => { box.hidden = true; save(row); });
    box.append(line, take, mine);
    box.hidden = false;
    box.setAttribute("role", "alert");
    sayRow(row, "Hai người cùng sửa mục này", "amber");
  };
  const takeTheirs = (row, said) => {
    const id = idOf(row);
    const put = (name, value) => { const field = row.querySelector(`[name="${name}-${id}"]`); if (field) field.value = value; };
    put("text", said.text ?? "");
    if (row.dataset.row) {
      const parts = (said.text || "").split("/");
      if (row.dataset.kind === "SHARE") { put("n", parts[0] || ""); if (parts.length === 2) put("d", parts[1]); } else put("t", said.text || "");
      put("r", said.reason); put("g", said.note);
      const choice = row.dataset.kind === "CONDITION" && said.answer === "value" ? { "Có": "yes", "Không": "no" }[said.text] : said.answer;
      row.querySelectorAll(`[name="a-${id}"]`).forEach((radio) => { radio.checked = radio.value === choice; });
      for (const [name, on] of [["e", said.is_estimated], ["p", said.is_approximate]]) {
        const box = row.querySelector(`[name="${name}-${id}"]`);
        if (box) box.checked = on;
      }
      total(row);
    } else countWords(row);
    sayError(row, "");
    showAnswered(row, said.answered);
  };

  // --- Numbers as they are typed: the new total, one of the four kinds of answer
  const number = (text) => {
    const plain = text.trim().replace(/^(hơn|trên|khoảng|gần|chừng|ước)\s+/i, "").replace(/\s/g, "");
    if (!/^(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?$/.test(plain)) return null;
    return Number(plain.replaceAll(".", "").replace(",", "."));
  };
  const words = (value) => new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 4 }).format(value);
  const percent = (part, whole) => {
    let shown = Math.round((part * 1000) / whole) / 10;
    if (part < whole && shown >= 100) shown = 99.9;
    return `${new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 }).format(shown)}%`;
  };
  const total = (row) => {
    const cell = row.querySelector("[data-total]");
    if (!cell) return;
    if (row.dataset.kind === "SHARE") {
      const [above, below] = [row.querySelector("[data-numerator]").value, row.querySelector("[data-denominator]").value].map(number);
      if (above !== null && below) cell.textContent = `${words(above)}/${words(below)} (${percent(above, below)})`;
      return;
    }
    if (!row.dataset.adds) return;
    const sum = row.dataset.sum === "" ? null : Number(row.dataset.sum);
    const now = number(row.querySelector("[data-main]").value);
    const own = [sum, now].filter((part) => part !== null);
    if (!own.length && row.dataset.below === "") { cell.textContent = "–"; return; }
    const figure = !own.length ? 0 : row.dataset.adds === "SUM" ? own.reduce((a, b) => a + b) : row.dataset.adds === "HIGHEST" ? Math.max(...own) : own.at(-1);
    const value = figure + Number(row.dataset.below || 0);
    const goal = Number(row.dataset.goal || 0);
    cell.textContent = goal ? `${words(value)} (${percent(value, goal)})` : words(value);
  };
  const choose = (row, value) => {
    const radio = row.querySelector(`[name="a-${idOf(row)}"][value="${value}"]`);
    if (radio) radio.checked = true;
  };
  const countWords = (row) => {
    const place = row.querySelector("[data-words]");
    if (place) place.textContent = row.querySelector("textarea").value.split(/\s+/).filter(Boolean).length;
  };

  const timers = new Map();
  const soon = (row, delay) => {
    clearTimeout(timers.get(row));
    timers.set(row, setTimeout(() => { timers.delete(row); save(row); }, delay));
  };
  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row], [data-part]");
    if (!row || event.target.matches("[data-file], [data-link]")) return;
    if (event.target.matches(".form-control[data-main]")) {
      if (event.target.value) choose(row, "value");
      const split = event.target.matches("[data-numerator]") && event.target.value.match(/^\s*([\d. ,]+)\/\s*([\d., ]+)$/);
      if (!split) total(row);
    }
    if (event.target.matches("[data-denominator]")) total(row);
    countWords(row);
    store.keep(idOf(row), fieldsOf(row));
    soon(row, 1200);
  });
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row], [data-part]");
    if (event.target.matches("[data-file], [data-link]")) { upload(event.target); return; }
    if (!row) return;
    const field = event.target;
    if (field.matches("[data-numerator]") && field.value.split("/").length === 2) {
      const [above, below] = field.value.split("/").map((part) => part.trim());
      if (above && below) { field.value = above; row.querySelector("[data-denominator]").value = below; total(row); }
    }
    if (field.type === "radio" && ["none", "n/a"].includes(field.value)) {
      const main = row.querySelector(".form-control[data-main]");
      if (main && main.value) { main.dataset.before = main.value; main.value = ""; total(row); }
      if (field.value === "n/a") row.querySelector(`[name="r-${idOf(row)}"]`).focus();
    }
    if (field.type === "radio" && field.value === "value") {
      const main = row.querySelector(".form-control[data-main]");
      if (main && !main.value && main.dataset.before) { main.value = main.dataset.before; total(row); }
    }
    // The reason belongs to the answer: wait until it is typed.
    soon(row, field.type === "radio" && field.value === "n/a" ? 4000 : 50);
  });

  // --- Keyboard as in a sheet: Enter and arrows go down and up, a pasted column fills downwards
  const mains = () => [...form.querySelectorAll(".sheet-row .form-control[data-main], .sheet-row .answers-condition input:checked, .sheet-row .answers-condition:not(:has(:checked)) label:first-child input")];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) { event.preventDefault(); form.requestSubmit(document.querySelector("button[name=go]")); return; }
    // Nothing chosen yet: begin with the first row that has no answer.
    if (document.activeElement !== document.body) return;
    const list = mains();
    const first = list.find((main) => !main.closest("[data-row]").hasAttribute("data-answered")) || list[0];
    if (first) { event.preventDefault(); first.focus(); first.select?.(); }
  });
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && field.matches("input:not([type=checkbox], [type=file])")) event.preventDefault();
    if (!field.matches("[data-main], [data-denominator]") || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || (field.type === "radio" && event.key !== "Enter")) return;
    event.preventDefault();
    const list = mains();
    const row = field.closest("[data-row]");
    const here = list.findIndex((main) => main.closest("[data-row]") === row);
    const next = list[here + step];
    if (next) { next.focus(); next.select?.(); } else if (step > 0) form.querySelector("[data-part] textarea")?.focus();
  });
  form.addEventListener("paste", (event) => {
    const field = event.target;
    if (!field.matches?.(".form-control[data-main]")) return;
    const lines = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n");
    if (lines.length < 2) return;
    event.preventDefault();
    const list = [...form.querySelectorAll(".sheet-row .form-control[data-main]")];
    const start = list.indexOf(field);
    lines.forEach((line, place) => {
      const target = list[start + place];
      if (!target) return;
      const row = target.closest("[data-row]");
      target.value = line.split("\t")[0].trim();
      if (target.value) choose(row, "value");
      target.dispatchEvent(new Event("change", { bubbles: true }));
      total(row);
      store.keep(idOf(row), fieldsOf(row));
    });
  });

  // --- Last period's text to start from; files go up as soon as they are chosen
  // One answered row as a line of the report: "- Cây xanh trồng mới (cây): 15; lũy kế 95 (95%)"
  const figureLine = (row) => {
    const chosen = row.querySelector(`[name="a-${idOf(row)}"]:checked`)?.value;
    const label = row.querySelector("th").firstChild.textContent.trim();
    const measure = row.dataset.kind === "COUNT" && row.querySelector(".measure")?.textContent.trim();
    const name = `- ${label}${measure ? ` ${measure}` : ""}`;
    if (chosen === "none") return `${name}: trong kỳ không có`;
    if (row.dataset.kind === "CONDITION") return chosen === "yes" || chosen === "no" ? `${name}: ${chosen === "yes" ? "có" : "không"}` : "";
    const typed = row.querySelector("[data-main]").value.trim();
    if (chosen !== "value" || !typed) return "";
    const total = row.querySelector("[data-total]").textContent.trim();
    return row.dataset.kind === "SHARE" ? `${name}: ${total}` : `${name}: ${typed}; lũy kế ${total}`;
  };
  const figuresInWords = () => [...form.querySelectorAll(".sheet-table > tbody")].map((group) => {
    const lines = [...group.querySelectorAll("[data-row]")].map(figureLine).filter(Boolean);
    const target = group.querySelector(".target-whole");
    const heading = target && `${group.querySelector(".target-number").textContent} ${target.textContent.trim()}`;
    return lines.length ? [heading, ...lines].filter(Boolean).join("\n") : "";
  }).filter(Boolean).join("\n\n");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-start-from], [data-write-figures]");
    if (!button) return;
    const row = button.closest("[data-part]");
    const area = row.querySelector("textarea");
    const added = "writeFigures" in button.dataset ? figuresInWords() : document.getElementById(`before-${button.dataset.startFrom}`).textContent.trim();
    if (!added) { sayRow(row, "Chưa có số liệu nào được nhập", "amber"); return; }
    area.value = [area.value.trim(), added].filter(Boolean).join("\n\n");
    countWords(row);
    area.focus();
    save(row);
  });
  const listFor = (input) => {
    const place = input.closest(".more") || input.closest(".upload").parentElement;
    let list = place.querySelector(".file-list");
    if (!list) {
      list = Object.assign(document.createElement("ul"), { className: "file-list" });
      const before = input.closest(".more") ? place.querySelector("[data-file]").closest("label") : input.closest(".upload");
      before.before(list);
    }
    return list;
  };
  const addFile = (list, file) => {
    if (list.querySelector(`a[href="${CSS.escape(file.url)}"]`)) return;
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: file.url, textContent: file.name });
    const remove = Object.assign(document.createElement("button"), { className: "btn btn-link", name: "remove", value: file.id, textContent: "Gỡ" });
    if (file.is_link) Object.assign(link, { target: "_blank", rel: "noopener noreferrer nofollow" });
    remove.dataset.confirm = `Gỡ “${file.name}” khỏi báo cáo?`;
    item.append(link, remove);
    list.append(item);
  };
  // What becomes of a file or link stands right below its field: on a phone the top of the page is far away.
  const placeOf = (input) => {
    const field = input.closest("label") || input;
    let place = field.parentElement.querySelector(`[data-said-of="${input.name}"]`);
    if (!place) {
      place = Object.assign(document.createElement("p"), { className: "form-text upload-state" });
      place.dataset.saidOf = input.name;
      place.setAttribute("role", "status");
      field.after(place);
    }
    return place;
  };
  const sayUpload = (input, text, tone = "", share = null) => {
    const place = placeOf(input);
    place.className = `form-text upload-state${tone ? ` tone-${tone}` : ""}`;
    place.replaceChildren(text);
    if (share === null) return;
    place.append(Object.assign(document.createElement("progress"), { max: 100, value: share, ariaLabel: text }));
  };
  const upload = (input) => {
    const isFile = input.type === "file";
    if (isFile ? !input.files.length || !input.checkValidity() : !input.value.trim()) return;
    const body = new FormData();
    for (const one of isFile ? input.files : [input.value]) body.append(input.name, one);
    const request = new XMLHttpRequest();
    const failed = () => sayUpload(input, isFile
      ? "Chưa tải được tệp. Khi có mạng, chọn lại tệp hoặc bấm “Lưu nháp”."
      : "Chưa lưu được liên kết. Khi có mạng, liên kết được gửi tiếp.", "red");
    request.open("POST", form.dataset.filesUrl);
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    sayUpload(input, isFile ? "Đang tải tệp lên…" : "Đang lưu liên kết…");
    if (isFile) request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const share = Math.round((event.loaded * 100) / event.total);
      sayUpload(input, share < 100 ? `Đang tải lên ${share}%` : "Đã tải lên, đang kiểm tra tệp…", "", share);
    });
    request.addEventListener("error", failed);
    request.addEventListener("load", () => {
      let said;
      try { said = JSON.parse(request.responseText); } catch { failed(); return; }
      const list = said.files.length ? listFor(input) : null;
      said.files.forEach((file) => addFile(list, file));
      if (isFile || !said.errors.length) input.value = "";
      const names = input.closest("[data-upload]")?.querySelector("[data-upload-names]");
      if (names && isFile) names.textContent = "";
      if (said.errors.length) sayUpload(input, said.errors.join(" "), "red");
      else sayUpload(input, isFile ? `Đã tải lên ${said.files.length} tệp` : "Đã lưu liên kết");
    });
    request.send(body);
  };

  // --- Leaving and coming back
  form.addEventListener("submit", () => { timers.forEach((timer) => clearTimeout(timer)); leaving = true; });
  let leaving = false;
  window.addEventListener("online", retry);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") timers.forEach((timer, row) => { clearTimeout(timer); timers.delete(row); save(row); });
  });
  window.addEventListener("pagehide", () => {
    if (leaving) return;
    timers.forEach((timer, row) => {
      clearTimeout(timer);
      const body = new URLSearchParams(fieldsOf(row));
      // Long texts do not fit into a farewell; they are kept here and sent on the next visit.
      if (body.toString().length < 60000) fetch(row.dataset.url, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token } });
    });
  });

  // What was typed before the browser closed or the session ended, and never reached the server
  const kept = store.read();
  // On a weak network one may have typed before this script had come.
  const isTyped = (field) => (field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.type !== "hidden" && field.type !== "file" && field.value !== field.defaultValue);
  for (const row of rows) {
    const id = idOf(row);
    if (!(id in kept)) {
      if ([...controls(row)].some(isTyped)) { total(row); countWords(row); save(row); }
      continue;
    }
    const now = JSON.stringify(Object.entries(fieldsOf(row)).filter(([name]) => !/^(m|mark)-/.test(name)));
    const then = JSON.stringify(Object.entries(kept[id]).filter(([name]) => !/^(m|mark)-/.test(name)));
    if (now === then) { store.drop(id); continue; }
    putFields(row, kept[id]);
    // The mark the text was typed on: if somebody changed the row meanwhile, that shows as a conflict.
    const mark = Object.keys(kept[id]).find((name) => /^(m|mark)-/.test(name));
    markOf(row).value = kept[id][mark];
    total(row); countWords(row);
    save(row);
  }
})();
