// The quotes that a reader has kept, with the ways to take them along, and the corrections collected.
(() => {
  const { data, element } = page;
  let kept = [];

  const name = (item) => `${item.document.id}#${item.start},${item.end}`;

  const find = (name) => {
    const [, id, start, end] = /^(.*)#(\d+),(\d+)$/.exec(name) || [];
    const document = data.document(id);
    if (!document) return null;
    const item = { kind: "quote", document, start: Number(start), end: Number(end) };
    const known = [...document.facts, ...document.demands].find((f) => f.start === item.start && f.end === item.end);
    if (known?.stored !== undefined) item.stored = known.stored;
    item.section = known?.section ?? data.sectionAt(document, item.start);
    return item;
  };

  const items = () => kept.map(find).filter(Boolean);
  const save = () => {
    page.memory.set("basket", kept);
    page.tabs.refresh();
  };

  const row = (item) =>
    element("li", {},
      page.quoteText(item, 200),
      element("p", { class: "where" }, element("bdi", {}, page.citation.reference(item))),
      element("span", { class: "actions" },
        page.button(page.t("copy-citation"), () => page.copy(page.citation.copied(item)), { class: "plain" }),
        page.button(page.t("remove"), () => (page.basket.toggle(item), show()), { class: "plain" })),
    );

  const basketPart = () => {
    const found = items();
    if (!found.length) return element("p", { class: "none" }, page.t("basket-none"));
    return [
      element("p", { class: "row-tools" },
        page.button(page.t("copy-gbt"), () => page.copy(page.citation.gbt(found)), { class: "tool" }),
        page.button("GB/T 7714", () => page.download("references.txt", "text/plain;charset=utf-8", page.citation.gbt(found)), { class: "tool" }),
        page.button("CSL-JSON", () => page.download("references.json", "application/json", page.citation.csl(found)), { class: "tool" }),
        page.button("CSV", () => page.download("references.csv", "text/csv;charset=utf-8", page.citation.csv(found)), { class: "tool" }),
        page.button(page.t("empty-basket"), () => ((kept = []), save(), show()), { class: "plain" })),
      element("ol", { class: "references" }, found.map(row)),
    ];
  };

  const show = () =>
    page.fill(page.byId("view-basket"),
      element("h2", {}, page.t("basket")), element("p", { class: "lead" }, page.t("basket-lead")), basketPart(),
      element("h2", {}, page.t("decisions")), element("p", { class: "lead" }, page.t("decisions-lead")), page.decisions.list(show),
    );

  page.basket = {
    start: () => (kept = page.memory.get("basket", []).filter((n) => typeof n === "string")),
    has: (item) => Boolean(item.document) && kept.includes(name(item)),
    size: () => items().length,
    toggle(item, button) {
      if (!item.document) return;
      const on = !this.has(item);
      kept = on ? [...kept, name(item)] : kept.filter((n) => n !== name(item));
      save();
      if (button) {
        button.setAttribute("aria-pressed", String(on));
        button.textContent = page.t(on ? "kept" : "keep");
      }
      page.toast(page.t(on ? "kept-told" : "removed-told"));
    },
    show,
  };
})();
