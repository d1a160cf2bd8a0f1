// What is not said: watched terms, and a reader's own, that do not occur.
(() => {
  const { data, element, state } = page;

  page.silence = (now) => {
    const own = [...state.many(now.terms)];
    const documents = page.concordance.texts(now);
    const counted = [...new Set([...data.watched, ...own])].map((term) => {
      const found = documents.filter((d) => d.text.includes(term));
      return { term, documents: found.length, count: found.reduce((sum, d) => sum + d.text.split(term).length - 1, 0) };
    });
    const absent = counted.filter((c) => !c.count);
    const present = counted.filter((c) => c.count).sort((a, b) => b.count - a.count);
    const input = element("input", { type: "text", id: "term", placeholder: page.t("term-hint"), "aria-label": page.t("term-hint") });
    const add = (event) => {
      event.preventDefault();
      const words = input.value.split(/[,，、;；\s]+/).filter(Boolean);
      if (words.length) state.set({ terms: state.join(new Set([...own, ...words])) });
    };
    const entry = ({ term, count }) =>
      element("li", {}, page.button(term, () => state.set({ word: term }), { class: "plain" }), count ? element("span", { class: "count" }, page.number(count)) : null,
        own.includes(term) ? page.button("×", () => state.toggle("terms", term), { class: "icon", "aria-label": page.t("remove-filter", term) }) : null);
    return element("section", { class: "silence", "aria-label": page.t("silence") },
      element("h2", {}, page.t("silence")),
      element("p", { class: "lead" }, page.t("silence-lead", page.number(documents.length))),
      element("h3", {}, page.t("absent"), element("span", { class: "count" }, page.number(absent.length))),
      absent.length ? element("ul", { class: "terms absent" }, absent.map(entry)) : element("p", { class: "none" }, page.t("absent-none")),
      element("h3", {}, page.t("present"), element("span", { class: "count" }, page.number(present.length))),
      present.length ? element("ul", { class: "terms" }, present.map(entry)) : element("p", { class: "none" }, page.t("present-none")),
      element("form", { class: "row-tools", on: { submit: add } }, input, element("button", { type: "submit", class: "tool" }, page.t("watch"))));
  };
})();
