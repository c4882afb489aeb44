/* Mentorkit sandbox: the chosen theme, set before the page is drawn. Pico reads data-theme on the root. */
(() => {
  "use strict";
  let saved = "auto";
  try { saved = localStorage.getItem("theme") || "auto"; } catch { /* private window: keep auto */ }
  if (saved !== "auto") document.documentElement.setAttribute("data-theme", saved);
  document.documentElement.setAttribute("data-js", "");
})();
