(() => {
"use strict";
// All is there without this: it searches, opens what a link leads to, copies, sorts and prints.
const all = (where, what) => [...where.querySelectorAll(what)];
const find = id => document.getElementById(id);
document.documentElement.classList.add("script");

// What a link leads to is shown, whatever is folded or was left out by the search.
let show = () => {};
const follow = () => {
  const target = find(location.hash.slice(1));
  if (!target) return;
  if (!target.checkVisibility()) show(target);
  for (let e = target; e; e = e.parentElement) if (e.localName === "details") e.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", follow);
document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='#']");
  if (link && link.hash === location.hash) follow();
});

const does = {
  print: () => print(),
  open: () => all(document, "details").forEach(e => { e.open = true; }),
  fold: () => all(document, "details").forEach(e => { e.open = false; }),
};
all(document, "[data-does]").forEach(b => b.addEventListener("click", () => does[b.dataset.does]()));

const search = find("search");
if (search) {
  const fold = makeFold(JSON.parse(search.dataset.same));
  let index = null;
  const seek = () => {
    const words = fold(search.value).split(" ").filter(Boolean);
    index ??= all(document, ".group article").map(e => [e, fold(e.textContent)]);
    const kept = new Set();
    for (const [element, text] of index) {
      element.hidden = !words.every(word => text.includes(word));
      if (!element.hidden) kept.add(element.parentElement);
    }
    all(document, ".group").forEach(group => {
      group.hidden = !kept.has(group);
      if (words.length) group.open = kept.has(group);
    });
    find("nothing").hidden = kept.size > 0;
  };
  show = target => {
    find("named").checked &&= target.classList.contains("named");
    if (!target.closest("[hidden]")) return;
    search.value = "";
    seek();
  };
  let timer;
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(seek, 120); });
}

// The button is made when a statement is first opened.
const template = find("copy");
const cite = find("cite");
const copy = async (button, article) => {
  const parts = all(article, "h4, .said, blockquote, .where, .id").map(e => e.textContent.trim());
  const text = [...parts, cite.textContent].join("\n");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    article.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = button.dataset.copied;
};
if (template && cite) all(document, ".group").forEach(group => group.addEventListener("toggle", () => {
  for (const article of all(group, "article")) {
    if (article.querySelector(".copy")) continue;
    article.append(template.content.cloneNode(true));
    const button = article.lastElementChild;
    button.addEventListener("click", () => copy(button, article));
  }
}));

// By the figure of a column where it has one, else by its words.
const value = cell => Number(cell.textContent.match(/^[^\p{L}\d]*(\d+(?:\.\d+)?)/u)?.[1] ?? -1);
const compare = (a, b) => value(a) - value(b) || b.textContent.localeCompare(a.textContent);
all(document, ".wide:not(:has(.under)) thead th").forEach(head => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const table = head.closest("table");
    const up = head.getAttribute("aria-sort") === "descending";
    all(table, "[aria-sort]").forEach(e => e.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) =>
      compare(a.cells[head.cellIndex], b.cells[head.cellIndex]) * (up ? 1 : -1));
    body.append(...rows);
  });
});
follow();
})();
