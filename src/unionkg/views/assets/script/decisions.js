// What a reader holds to be wrong, collected and put out as the lines of decisions.jsonl that a build replays.
(() => {
  const { data, element } = page;
  const AROUND = 12;
  let marked = {};
  let who = "";

  const name = (item) =>
    item.kind === "fact"
      ? `claim ${item.document?.id} ${item.start},${item.end} ${item.source.key} ${item.relation} ${item.target.key}`
      : `demand ${item.document?.id} ${item.start},${item.end} ${item.content}`;

  const byName = () => {
    const found = new Map();
    for (const item of [...data.facts, ...data.demands]) if (name(item) in marked) found.set(name(item), item);
    return [...found];
  };

  // An anchor rests on words, not on offsets: the quote, what stands around it, and which occurrence it is.
  const anchor = (item) => {
    const document = item.document;
    const quote = data.quote(item);
    const found = { document: document ? document.id : "", quote };
    if (!document?.hasText) return { ...found, before: "", after: "", occurrence: 1 };
    const before = data.slice(document, 0, item.start);
    let occurrence = 1;
    for (let at = before.indexOf(quote); quote && at >= 0; at = before.indexOf(quote, at + 1)) occurrence++;
    return {
      ...found,
      before: data.slice(document, Math.max(0, item.start - AROUND), item.start),
      after: data.slice(document, item.end, item.end + AROUND),
      occurrence,
    };
  };

  const thing = (node) => ({ label: node.label, type: node.type });

  const line = ([key, item]) => {
    const what = item.kind === "fact"
      ? { action: "reject", kind: "claim", subject: thing(item.source), relation: item.relation, object: thing(item.target), modality: item.modality }
      : { action: "reject", kind: "demand", content: item.content, issuer: item.issuer };
    return JSON.stringify({ ...what, ...anchor(item), rule: item.rule, who, when: marked[key].when, why: marked[key].why });
  };

  const save = () => {
    page.memory.set("decisions", marked);
    page.tabs.refresh();
  };

  const row = ([key, item], show) => {
    const why = element("input", { type: "text", "aria-label": page.t("why"), placeholder: page.t("why"), on: { change: () => ((marked[key].why = why.value), save()) } });
    why.value = marked[key].why;
    const told = item.kind === "fact" ? `${item.source.label} — ${page.label(item.relation)} → ${item.target.label}` : item.content;
    return element("li", {}, element("strong", {}, element("bdi", {}, told)), page.quoteText(item, 120), why,
      page.button(page.t("take-back"), () => (delete marked[key], save(), show()), { class: "plain" }));
  };

  const list = (show) => {
    const found = byName();
    if (!found.length) return element("p", { class: "none" }, page.t("decisions-none"));
    const name = element("input", { type: "text", "aria-label": page.t("who"), placeholder: page.t("who"), on: { input: () => (who = name.value) } });
    name.value = who;
    return [
      element("p", { class: "row-tools" }, name,
        page.button("decisions.jsonl", () => page.download("decisions.jsonl", "application/x-ndjson", found.map(line).join("\n") + "\n"), { class: "tool" })),
      element("ol", { class: "corrections" }, found.map((entry) => row(entry, show))),
    ];
  };

  page.decisions = {
    start() {
      const found = page.memory.get("decisions", {});
      if (found && typeof found === "object") marked = found;
    },
    has: (item) => name(item) in marked,
    size: () => byName().length,
    lines: () => byName().map(line),
    toggle(item, button) {
      const key = name(item);
      if (key in marked) delete marked[key];
      else marked[key] = { when: new Date().toISOString(), why: "" };
      save();
      button.setAttribute("aria-pressed", String(key in marked));
      page.toast(page.t(key in marked ? "wrong-told" : "wrong-taken-back"));
    },
    list,
  };
})();
