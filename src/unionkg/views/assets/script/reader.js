// The text as it stands: outline, mentions in the look of their class, counted labels with their audit.
(() => {
  const { data, element, state } = page;
  const place = page.byId("view-reader");
  let drawn = null;

  const chosen = (now) => {
    const node = data.node(now.node);
    return data.document(now.document) || (node && data.documents[node.documents[0]]) || data.documents.find((d) => d.hasText) || data.documents[0];
  };

  const range = (at) => {
    const found = /^(\d+)-(\d+)$/.exec(at);
    return found ? [Number(found[1]), Number(found[2])] : null;
  };

  // A sentence is read where a fact, a demand or a count has words in it.
  const readSentences = (document) => {
    if (document.read) return document.read;
    const quotes = [...document.facts, ...document.demands, ...document.counts].map((i) => [i.start, i.end]).sort((a, b) => a[0] - b[0]);
    document.read = document.sentences.map(([start, end]) => quotes.some(([s, e]) => s < end && start < e));
    return document.read;
  };

  const paragraphs = (document) => {
    const found = [];
    let at = 0;
    for (const line of document.text.split("\n")) {
      const length = data.length(document, line);
      if (line.trim()) found.push({ start: at, end: at + length });
      at += length + 1;
    }
    return found;
  };

  const inside = (items, { start, end }) => items.filter((i) => i.start < end && start < i.end);

  // A paragraph in pieces, cut wherever something begins or ends.
  const pieces = (document, paragraph, hit, notes) => {
    const sentences = document.sentences.map(([start, end], i) => ({ start, end, read: readSentences(document)[i] }));
    const layers = {
      sentence: inside(sentences, paragraph),
      mention: inside(document.mentions, paragraph),
      count: inside(document.counts, paragraph),
      heading: inside(document.sections.filter(([, , , a, b]) => b > a).map(([, , , start, end]) => ({ start, end })), paragraph),
      hit: hit ? inside([{ start: hit[0], end: hit[1] }], paragraph) : [],
    };
    const cuts = new Set([paragraph.start, paragraph.end]);
    for (const item of [...Object.values(layers).flat(), ...notes]) {
      for (const at of [item.start, item.end]) if (at > paragraph.start && at < paragraph.end) cuts.add(at);
    }
    const sorted = [...cuts].sort((a, b) => a - b);
    const over = (items, at) => items.find((i) => i.start <= at && at < i.end);
    return sorted.slice(0, -1).map((start, k) => ({
      start, end: sorted[k + 1], text: data.slice(document, start, sorted[k + 1]),
      sentence: over(layers.sentence, start), mention: over(layers.mention, start), heading: over(layers.heading, start),
      hit: over(layers.hit, start),
      closes: layers.count.filter((c) => c.end === sorted[k + 1]),
      note: notes.findIndex((n) => n.start === start),
    }));
  };

  const pieceElement = (piece, now, offset, off) => {
    const names = [];
    if (piece.sentence && !piece.sentence.read) names.push("unread");
    if (piece.heading) names.push("heading");
    if (piece.hit) names.push("hit");
    const attributes = { "data-start": piece.start, "data-note": piece.note >= 0 ? String(offset + piece.note + 1) : null };
    const { mention } = piece;
    const node = mention && mention.node >= 0 ? data.nodes[mention.node] : null;
    const kind = mention && data.classes[mention.kind];
    if (kind && !off.has(kind.id)) {
      names.push("mention", kind.shape);
      attributes["data-class"] = kind.id;
      attributes.title = `${page.pick(kind.label)}${node && node.label !== piece.text ? ` · ${page.plain(node.label)}` : ""}`;
      if (node) {
        Object.assign(attributes, { role: "button", tabindex: "-1", "data-node": node.index });
        if (node.key === now.node) names.push("chosen");
      }
    }
    const made = element("span", { ...attributes, class: names.join(" ") || null }, piece.text);
    return [made, piece.closes.map((count) => auditButton(count))];
  };

  const auditButton = (count) => {
    const badge = page.auditBadge(count);
    return page.button(badge.text, () => (count.node ? state.set({ node: count.node.key }) : page.toast(page.auditVerdict(count))),
      { class: badge.class, title: page.auditVerdict(count), "aria-label": `${badge.text} ${count.label}: ${page.auditVerdict(count)}` });
  };

  const level = (document, paragraph) => {
    const whole = document.sections.find(([, , , a, b]) => b > a && a >= paragraph.start && b <= paragraph.end && paragraph.end - b <= 2 && a - paragraph.start <= 6);
    return whole ? whole[2] : 0;
  };

  const paragraphRow = (document, paragraph, now, hit, numbering, off) => {
    const notes = inside(document.demands, paragraph).filter((d) => d.start >= paragraph.start).sort((a, b) => a.start - b.start);
    const offset = numbering.next;
    numbering.next += notes.length;
    const deep = level(document, paragraph);
    const body = pieces(document, paragraph, hit, notes).map((piece) => pieceElement(piece, now, offset, off));
    return element("div", { class: "paragraph" },
      element(deep ? `h${Math.min(deep + 2, 5)}` : "p", { class: "text" }, body),
      page.margin(notes, offset));
  };

  const outline = (document, now) => {
    const named = document.sections.filter(([, , , a, b]) => b > a);
    if (!named.length) return element("p", { class: "none" }, page.t("outline-none"));
    const demands = (s, e) => document.demands.filter((d) => d.start >= s && d.start < e).length;
    return element("ol", {}, named.map(([s, e, deep, a, b]) =>
      element("li", { class: `level-${Math.min(deep, 4)}` },
        page.button(page.shorten(data.slice(document, a, b), 22), () => state.set({ document: document.id, at: `${a}-${b}` }), { "aria-current": now.at === `${a}-${b}` ? "true" : null }),
        demands(s, e) ? element("span", { class: "count", title: page.t("demands") }, String(demands(s, e))) : null)));
  };

  const picker = (document) => {
    if (data.documents.length < 2) return null;
    const select = element("select", { "aria-label": page.t("choose-document"), on: { change: () => state.set({ document: select.value, at: "" }) } },
      data.documents.map((d) => element("option", { value: d.id }, `${d.date ? `${d.date} ` : ""}${page.shorten(page.plain(d.title), 40)}`)));
    select.value = document.id;
    return select;
  };

  const about = (document) => {
    const told = document.metadata.filter(([name]) => page.has(`meta-${name}`));
    const read = readSentences(document);
    const dull = read.filter((r) => !r).length;
    return [
      element("dl", { class: "metadata" }, told.map(([name, value, origin]) =>
        element("div", {}, element("dt", {}, page.t(`meta-${name}`)), element("dd", {}, element("bdi", {}, page.metaValue(name, value)), origin === "inferred" ? element("small", { title: page.t("inferred-title") }, page.t("inferred")) : null)))),
      document.keywords.length ? element("p", { class: "keywords" }, element("span", { class: "lead" }, page.t("keywords")),
        document.keywords.slice(0, 10).map((word) => page.button(word, () => state.set({ view: "words", word }), { class: "plain" }))) : null,
      element("p", { class: "limits" }, element("span", { class: "unread sample" }, page.t("unread")), page.t("unread-count", page.number(dull), page.number(read.length))),
    ];
  };

  page.metaValue = (name, value) =>
    name === "level" ? page.label(value, "level-") : name === "kind" && page.has(`kind-${value}`) ? page.t(`kind-${value}`) : value;

  const render = (document, now) => {
    const hit = range(now.at);
    const numbering = { next: 0 };
    const off = state.many(now.off);
    page.fill(place,
      element("nav", { class: "outline", "aria-label": page.t("outline") }, picker(document), element("h2", {}, page.t("outline")), outline(document, now)),
      element("article", { class: "text", on: { click: clicked, keydown: keyed } },
        element("header", {}, element("h2", {}, element("bdi", {}, document.title)), about(document)),
        paragraphs(document).map((p) => paragraphRow(document, p, now, hit, numbering, off))));
    const first = place.querySelector(".mention[role=button]");
    if (first) first.tabIndex = 0;
  };

  const clicked = ({ target }) => {
    const index = target.closest("[data-node]")?.dataset.node;
    if (index !== undefined) state.set({ node: data.nodes[index].key });
  };

  // Arrows go from mention to mention, Enter selects.
  const keyed = (event) => {
    const here = event.target.closest(".mention[role=button]");
    if (!here) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      clicked(event);
    } else if (step) {
      event.preventDefault();
      const all = [...place.querySelectorAll(".mention[role=button]")];
      const next = all[all.indexOf(here) + step];
      if (!next) return;
      here.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  };

  const markNode = (now) => {
    const node = data.node(now.node);
    for (const made of place.querySelectorAll(".mention")) {
      made.classList.toggle("chosen", Boolean(node) && made.dataset.node === String(node.index));
    }
  };

  page.reader = {
    show(now) {
      const document = chosen(now);
      if (!document?.hasText) return page.fill(place, element("p", { class: "none" }, page.t("reader-none")));
      const key = [document.id, now.at, now.off, now.lang].join("|");
      if (key !== drawn) {
        render(document, now);
        drawn = key;
        const hit = place.querySelector(".hit");
        if (hit) hit.scrollIntoView({ block: innerWidth > 860 ? "center" : "start" });
        else page.byId("main").scrollTop = 0;
      }
      return markNode(now);
    },
    redraw: () => (drawn = null),
  };
})();
