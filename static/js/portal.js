/* Comfort on top of pages that work without script. No dependency; every behaviour hangs on a data attribute.

   data-confirm="…?"          asks before the form is sent or the link followed
   data-copy="#id" | text     copies that element's text (or the attribute itself), says so on the button
   data-filter="#list"        an input that hides what does not match, without diacritics ([data-filter-item] or tr or li)
   data-autosubmit            a GET form that sends itself when a choice changes
   data-panel                 a link that opens its page's fragment in the side panel
   data-fullscreen            a button that switches the meeting room view
   data-print                 a button that prints
   data-upload                a drop zone around a file input; names the chosen files in its [data-upload-names]
   data-once                  a form whose button works once until the answer comes
   data-logout                sending it wipes what pages kept on the device */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
  const on = (type, selector, handle) => document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) handle(event, found);
  });

  // --- Menus: one open at a time, closed by Escape or a click elsewhere
  const closeMenus = (except) => document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  // --- Confirm, send once
  on("click", "a[data-confirm]", (event, link) => { if (!window.confirm(link.dataset.confirm)) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (question && !window.confirm(question)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (form.matches("[data-logout]")) { try { localStorage.clear(); sessionStorage.clear(); } catch { /* storage is off */ } }
    if (form.matches("[data-once]")) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      event.submitter?.setAttribute("aria-disabled", "true");
    }
  }, true);
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  }));

  // --- Copy
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy"); // the only way over plain http
    area.remove();
    if (!done) throw new Error("not copied");
  };
  on("click", "[data-copy]", async (event, button) => {
    const source = button.dataset.copy.startsWith("#") ? document.querySelector(button.dataset.copy) : null;
    const label = button.querySelector("span") || button;
    const before = button.dataset.label ||= label.textContent;
    try {
      await copy(source ? (source.value ?? source.innerText) : button.dataset.copy);
      label.textContent = "Đã sao chép";
    } catch {
      label.textContent = "Không sao chép được";
    }
    setTimeout(() => { label.textContent = before; }, 2500);
  });

  // --- Live filter over what is on the page
  on("input", "[data-filter]", (event, input) => {
    const list = document.querySelector(input.dataset.filter);
    if (!list) return;
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const marked = list.querySelectorAll("[data-filter-item]");
    let shown = 0;
    (marked.length ? marked : list.querySelectorAll("tbody > tr, :scope > li")).forEach((row) => {
      const text = row.dataset.folded ||= fold(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    });
    const none = document.querySelector(`[data-filter-none="${input.dataset.filter}"]`);
    if (none) none.hidden = shown > 0;
  });
  on("change", "form[data-autosubmit] select, form[data-autosubmit] input:is([type=checkbox], [type=radio])",
    (event, field) => field.form.requestSubmit());

  // --- Side panel: the page's fragment if there is script, the page itself if not
  on("click", "a[data-panel]", async (event, link) => {
    const panel = document.getElementById("panel");
    if (!panel?.showModal || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Target": "panel-body" } });
      if (!answer.ok || answer.redirected) throw new Error("no fragment");
      const body = document.getElementById("panel-body");
      body.innerHTML = await answer.text();
      document.getElementById("panel-title").textContent = link.dataset.panel || "Giải thích";
      window.htmx?.process(body);
      if (!panel.open) panel.showModal();
    } catch {
      window.location.assign(link.href);
    }
  });
  on("click", "dialog.panel", (event, panel) => { if (event.target === panel) panel.close(); });

  // --- Meeting room, print
  const meeting = (wanted) => {
    root.classList.toggle("meeting", wanted);
    document.querySelectorAll("[data-fullscreen]").forEach((button) => button.setAttribute("aria-pressed", String(wanted)));
  };
  on("click", "[data-fullscreen]", async () => {
    const wanted = !root.classList.contains("meeting");
    meeting(wanted);
    try {
      if (wanted) await root.requestFullscreen();
      else if (document.fullscreenElement) await document.exitFullscreen();
    } catch { /* the larger view alone is worth having */ }
  });
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) meeting(false); });
  on("click", "[data-print]", () => window.print());

  // --- Upload: drop files, see their names and sizes, hear about too large ones before sending
  const size = (bytes) => bytes < 1e6 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1).replace(".0", "").replace(".", ",")} MB`;
  on("change", "[data-upload] input[type=file]", (event, input) => {
    const zone = input.closest("[data-upload]");
    const names = zone.querySelector("[data-upload-names]");
    const limit = Number(zone.dataset.maxBytes || Infinity);
    const large = [...input.files].filter((file) => file.size > limit);
    input.setCustomValidity(large.length ? `Tệp “${large[0].name}” lớn hơn ${size(limit)}. Chọn tệp nhỏ hơn.` : "");
    if (large.length) input.reportValidity();
    if (names) names.textContent = [...input.files].map((file) => `${file.name} (${size(file.size)})`).join(", ");
  });
  for (const type of ["dragover", "dragleave", "drop"]) {
    on(type, "[data-upload]", (event, zone) => {
      zone.classList.toggle("is-over", type === "dragover");
      if (type === "dragleave") return;
      event.preventDefault();
      const input = type === "drop" && zone.querySelector("input[type=file]");
      if (input && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  // --- htmx: a session that ended answers with the login page; go there instead of showing it inside a row
  document.addEventListener("htmx:before:swap", (event) => {
    const answer = event.detail?.ctx?.response?.raw;
    if (answer?.redirected && document.body.dataset.login && new URL(answer.url).pathname === document.body.dataset.login) {
      event.preventDefault();
      window.location.assign(answer.url);
    }
  });
})();
