// References in the forms that Chinese offices and citation managers read: GB/T 7714-2015, CSL-JSON, CSV.
(() => {
  const { data } = page;
  // The codes of GB/T 7714-2015, table A.1 and B.1, by the kind of a document.
  const codes = { speech: "Z", report: "R", "press report": "N", press: "N", excerpt: "Z" };
  const types = { speech: "speech", report: "report", "press report": "article-newspaper", press: "article-newspaper", excerpt: "document" };

  const author = (document) => document.meta.speaker || document.meta.body || document.meta.publisher || "";
  const place = (document) => document.meta.publisher || (document.meta.speaker ? document.meta.body : "") || "";

  const reference = (item) => {
    const document = item.document;
    const issued = [place(document), document.date].filter(Boolean).join(", ");
    const head = [author(document), `${document.title}[${codes[document.kind] || "Z"}]`, issued].filter(Boolean).join(". ");
    const where = [item.section && page.t("cite-section", item.section), page.t("cite-place", item.start + 1, item.end)]
      .filter(Boolean).join(page.t("cite-comma"));
    return page.plain(`${head}: ${where}.`);
  };

  const csl = (item, index) => {
    const document = item.document;
    const found = {
      id: `${document.id}#char=${item.start},${item.end}`,
      type: types[document.kind] || "document",
      title: document.title,
      language: "zh-CN",
      note: data.quote(item),
      "citation-number": index + 1,
      section: item.section || "",
      locator: `${item.start + 1}-${item.end}`,
    };
    if (author(document)) found.author = [{ literal: author(document) }];
    if (place(document)) found.publisher = place(document);
    if (document.meta.occasion) found["event-title"] = document.meta.occasion;
    if (/^https?:\/\//i.test(document.meta.source || "")) found.URL = document.meta.source;
    const parts = document.date.split("-").map(Number).filter((n) => n > 0);
    if (parts.length) found.issued = { "date-parts": [parts] };
    return found;
  };

  page.citation = {
    reference,
    copied: (item) => `“${data.quote(item).trim()}”\n${reference(item)}`,
    gbt: (items) => items.map((item, i) => `[${i + 1}] ${reference(item)}\n    “${data.quote(item).trim()}”`).join("\n") + "\n",
    csl: (items) => JSON.stringify(items.map(csl), null, 2) + "\n",
    csv: (items) =>
      page.csv([
        ["quote", "document", "title", "author", "date", "section", "start", "end", "reference"].map((k) => page.t(`column-${k}`)),
        ...items.map((item) => [
          data.quote(item), item.document.id, item.document.title, author(item.document), item.document.date, item.section || "",
          item.start, item.end, reference(item),
        ]),
      ]),
  };
})();
