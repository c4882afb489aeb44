/* Mentorkit sandbox: the board. A drag and the Move menu end in the same place: one POST of column and order. */
(() => {
  "use strict";
  const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];
  const refused = document.querySelector("[data-refused]");
  const titled = (card) => card.querySelector("h3").textContent.trim();
  const counts = () => $$(".colheads [data-col]").forEach((n) => { n.textContent = $$(`.stack[data-col="${CSS.escape(n.dataset.col)}"] .card`).length; });
  const put = (card, stack, before) => { stack.insertBefore(card, before && before.parentElement === stack ? before : null); counts(); };

  const progress = (lane) => {
    const bar = lane.querySelector("progress"), done = $$(".card.done", lane).length, all = $$(".card", lane).length;
    if (!bar) return;
    bar.value = done; bar.max = all; bar.setAttribute("aria-label", `${lane.querySelector("h2").textContent}: ${done} of ${all} done`);
    bar.parentElement.lastChild.textContent = ` ${done} of ${all}`;
  };

  // One POST for every way to move. The answer is the card as it stands now; a refusal puts it back and says so.
  const save = async (card, from, next, undoable) => {
    const stack = card.closest(".stack"), lane = card.closest(".lane"), focused = card.contains(document.activeElement);
    const body = new URLSearchParams({ to: stack.dataset.col, before: card.nextElementSibling?.dataset.key || "" });
    card.setAttribute("aria-busy", "true");
    let answer = null, why = "The site could not be reached.";
    try {
      answer = await fetch(card.querySelector("form").getAttribute("action"), { method: "POST", body, headers: { "X-Card": "1" } });
      if (!answer.ok) why = (await answer.json()).sentence;
    } catch { answer = null; }
    card.removeAttribute("aria-busy");
    if (!answer?.ok) {
      put(card, from, next);
      refused.querySelector("p").textContent = `“${titled(card)}” was put back. ${why}`;
      refused.hidden = false;
      return;
    }
    refused.hidden = true;
    const holder = document.createElement("template");
    holder.innerHTML = (await answer.text()).trim();
    const fresh = holder.content.firstElementChild;
    card.replaceWith(fresh);
    fresh.classList.add("landed");
    if (focused) fresh.querySelector("summary").focus();
    progress(lane);
    window.mkToast(`Moved “${titled(fresh)}” to ${stack.dataset.name}.`, undoable && (() => {
      const back = fresh.nextElementSibling;
      put(fresh, from, next); fresh.querySelector("summary").focus(); save(fresh, stack, back, false);
    }));
  };

  document.addEventListener("click", (e) => {
    const b = e.target.closest?.(".card [data-to]");
    if (!b) return;
    e.preventDefault();
    const card = b.closest(".card"), from = card.parentElement, next = card.nextElementSibling;
    const to = card.closest(".lane").querySelector(`.stack[data-col="${CSS.escape(b.dataset.to)}"]`);
    b.closest(".menu").open = false;
    if (to === from) { card.querySelector("summary").focus(); return; }
    put(card, to, null); card.querySelector("summary").focus(); save(card, from, next, true);
  });

  // M opens the menu of the card that has focus, 1 to 9 choose; never while somebody types in a field.
  document.addEventListener("keydown", (e) => {
    const card = e.target.closest?.(".card");
    if (!card || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    const move = card.querySelector(".menu");
    if (e.key.toLowerCase() === "m") { move.open = true; move.querySelector("button")?.focus(); e.preventDefault(); }
    if (move.open && /^[1-9]$/.test(e.key)) $$("[data-to]", move)[e.key - 1]?.click();
  });

  $$(".lane").forEach((lane) => $$(".stack", lane).forEach((stack) => {
    let next = null;
    window.Sortable.create(stack, {
      group: lane.dataset.lane, animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      ghostClass: "ghost", filter: ".menu", preventOnFilter: false, delay: 150, delayOnTouchOnly: true,
      onStart: (e) => { e.item.dataset.grab = ""; next = e.item.nextElementSibling; },
      onEnd: (e) => {
        delete e.item.dataset.grab; counts();
        if (e.from !== e.to || e.oldIndex !== e.newIndex) save(e.item, e.from, next, true);
      },
    });
  }));
})();
