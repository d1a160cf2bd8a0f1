// A quote with where it stands and what can be done with it: open, copy, keep, contradict.
(() => {
  const { data, element, state } = page;

  // Whether a fact is in another voice than its document's own.
  page.isOtherVoice = (fact) => {
    if (!fact.speaker || !fact.document) return false;
    const { own } = fact.document;
    return own.length > 0 && !own.includes(fact.speaker);
  };

  page.readerAddress = (item) => ({ view: "reader", document: item.document.id, at: `${item.start}-${item.end}` });

  const where = (item) => [data.documents.length > 1 ? item.document?.title : "", item.document?.date, item.section].filter(Boolean).join(" · ");

  // How often a relation or a rule was right where it was measured.
  page.measured = (name) => {
    const found = data.precision[name];
    return found ? page.t("precision", Math.round(found[0] * 100), found[1]) : "";
  };

  const actions = (item) => {
    const kept = page.basket.has(item);
    return element("span", { class: "actions" },
      page.button(page.t("copy-citation"), () => page.copy(page.citation.copied(item)), { class: "plain" }),
      page.button(page.t(kept ? "kept" : "keep"), (event) => page.basket.toggle(item, event.currentTarget), { class: "plain", "aria-pressed": String(kept) }),
      item.kind === "fact" || item.kind === "demand"
        ? page.button(page.t("wrong"), (event) => page.decisions.toggle(item, event.currentTarget), { class: "plain wrong", "aria-pressed": String(page.decisions.has(item)), title: page.t("wrong-title") })
        : null,
    );
  };

  // The words of a quote, as a way into the text where the page carries it.
  page.quoteText = (item, length = 110) => {
    const text = page.shorten(data.quote(item).trim(), length);
    const shown = element("q", {}, text);
    return item.document?.hasText
      ? page.button(shown, () => state.set(page.readerAddress(item)), { class: "quote", title: page.t("open-in-text") })
      : element("span", { class: "quote" }, shown);
  };

  // `again` tells that the same words were just shown.
  page.quoteBlock = (item, again = false) =>
    !item.document ? element("p", { class: "where" }, page.t("no-quote")) : element("div", { class: `said ${item.modality || ""}` },
      again ? page.quoteText(item, 16) : page.quoteText(item),
      element("p", { class: "where" }, again ? page.t("same-quote") : element("bdi", {}, where(item)),
        item.kind === "fact" && page.isOtherVoice(item) ? element("span", { class: "voice" }, page.t("voice-of", item.speaker)) : null,
        item.kind === "fact" && page.measured(item.rule) ? element("span", { class: "measured", title: item.rule }, page.measured(item.rule)) : null),
      actions(item),
    );

  page.quoteActions = actions;

  page.modalityMark = (fact) => element("span", { class: `modality ${fact.modality}`, title: page.t(`modality-${fact.modality}-title`) }, page.t(`modality-${fact.modality}`));
})();
