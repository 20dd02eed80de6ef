"use strict";
// The page is complete without this script, which only adds the filters.
(() => {
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const files = [...document.querySelectorAll("section.file")].map((section) => ({
    section,
    heading: section.querySelector("h3"),
    findings: [...section.querySelectorAll("article")].map((article) => ({ article, text: null })),
  }));
  const all = files.reduce((sum, file) => sum + file.findings.length, 0);

  const add = (name, options) => {
    for (const [value, label] of options) {
      form.elements[name].append(new Option(label, value));
    }
  };
  const categories = new Set(files.flatMap((file) => file.findings.map(({ article }) => article.dataset.category)));
  add("category", [...categories].sort().map((category) => [category, category]));
  add("file", files.map(({ heading }) => [heading.id, heading.textContent]));

  const apply = () => {
    const levels = new Set([...form.elements.level].filter((box) => box.checked).map((box) => box.value));
    const category = form.elements.category.value;
    const file = form.elements.file.value;
    const words = form.elements.text.value.trim().toLowerCase();
    let number = 0;
    for (const { section, heading, findings } of files) {
      let here = 0;
      for (const finding of findings) {
        const { level, category: own } = finding.article.dataset;
        let fits = levels.has(level) && (!category || category === own) && (!file || file === heading.id);
        if (fits && words) {
          finding.text ??= `${heading.textContent} ${finding.article.textContent}`.toLowerCase();
          fits = finding.text.includes(words);
        }
        finding.article.hidden = !fits;
        here += fits;
      }
      section.hidden = !here;
      number += here;
    }
    shown.textContent = `${number.toLocaleString("en")} of ${all.toLocaleString("en")} findings are shown.`;
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  // A link to a file that a filter hides shows everything again, so that it leads somewhere.
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("a[href^='#']");
    if (target && document.getElementById(target.hash.slice(1))?.closest("[hidden]")) {
      form.reset();
      apply();
    }
  });
  form.hidden = false;
  apply();
})();
