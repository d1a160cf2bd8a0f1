// The data block, unpacked: nodes, facts, demands, counts and documents as objects with indices.
(() => {
  const raw = JSON.parse(page.byId("data").textContent);
  const column = (packed) => packed.codes.map((code) => packed.words[code]);

  const spans = (flat) => {
    const found = [];
    for (let i = 0, at = 0; i < flat.length; i += 2) {
      at += flat[i];
      found.push([at, at + flat[i + 1]]);
    }
    return found;
  };

  const mentionsOf = (flat, document, rules) => {
    const found = [];
    for (let i = 0, at = 0; i < flat.length; i += 5) {
      at += flat[i];
      const [length, node, kind, rule] = flat.slice(i + 1, i + 5);
      found.push({ start: at, end: at + length, node, kind, rule: rules[rule], document });
    }
    return found;
  };

  const readDocuments = () => {
    const rules = raw.documents.length ? raw.documents[0].rules : [];
    return raw.documents.map((row, index) => {
      const meta = Object.fromEntries(row.metadata.map(([name, value]) => [name, value]));
      const values = (...wanted) => row.metadata.filter(([name]) => wanted.includes(name)).map(([, value]) => value);
      const found = { ...row, index, meta, own: values("speaker", "body", "body_names"), year: /^\d{4}/.test(row.date) ? row.date.slice(0, 4) : "" };
      found.hasText = row.text !== undefined;
      found.level = meta.level || "";
      if (found.hasText) {
        found.points = /[\ud800-\udbff]/.test(row.text) ? Array.from(row.text) : null;
        found.sentences = spans(row.sentences);
        found.mentions = mentionsOf(row.mentions, found, rules);
      }
      return found;
    });
  };

  const readNodes = () => {
    const { key, label, weight, place, community, documents, names, definitions } = raw.nodes;
    const types = column(raw.nodes.type);
    return key.map((name, index) => ({
      index,
      key: name,
      label: label[index],
      type: types[index],
      names: names[index] || [],
      definition: definitions[index] || ["", ""],
      documents: documents[index],
      weight: weight[index],
      place: place[index].length ? place[index] : null,
      community: community[index],
      facts: [],
      demands: [],
      counts: [],
    }));
  };

  const sureness = (fact) => {
    const measured = raw.precision[fact.rule] || raw.precision[fact.relation];
    if (!measured) return "unknown";
    return measured[0] >= 0.8 ? "high" : measured[0] >= 0.5 ? "middle" : "low";
  };

  const readFacts = (nodes, documents) => {
    const { source, target, document, start, length, position, quote } = raw.facts;
    const [relation, modality, section, speaker, rule] = ["relation", "modality", "section", "speaker", "rule"].map(
      (name) => column(raw.facts[name]),
    );
    return source.map((_, index) => {
      const fact = {
        kind: "fact",
        index,
        source: nodes[source[index]],
        target: nodes[target[index]],
        relation: relation[index],
        modality: modality[index],
        position: position[index] || 0,
        document: documents[document[index]],
        start: start[index],
        end: start[index] + length[index],
        section: section[index],
        speaker: speaker[index],
        rule: rule[index],
        stored: quote[index],
        strength: "",
      };
      fact.sure = sureness(fact);
      fact.source.facts.push(fact);
      if (fact.target !== fact.source) fact.target.facts.push(fact);
      return fact;
    });
  };

  const readDemands = (nodes, documents) => {
    const { content, marked, addressees, document, start, length, quote } = raw.demands;
    const names = ["issuer", "level", "strength", "polarity", "deadline", "status", "section", "rule"];
    const columns = names.map((name) => column(raw.demands[name]));
    return content.map((_, index) => {
      const demand = {
        kind: "demand",
        index,
        content: content[index],
        marked: marked[index].map((i) => nodes[i]),
        addressees: addressees[index].map(([i, label]) => ({ node: nodes[i], label })),
        document: documents[document[index]],
        start: start[index],
        end: start[index] + length[index],
        stored: quote[index],
      };
      names.forEach((name, i) => (demand[name] = columns[i][index]));
      const touched = new Set([...demand.marked, ...demand.addressees.map((a) => a.node).filter(Boolean)]);
      for (const node of touched) node.demands.push(demand);
      if (demand.document) (demand.document.demands ||= []).push(demand);
      return demand;
    });
  };

  const readCounts = (nodes, documents) =>
    raw.counts.map(([node, label, declared, found, unit, verdict, parts, document, start, end, rule]) => {
      const count = { kind: "count", label, declared, found, unit, parts, start, end, rule };
      count.verdict = verdict.replace(/ here$/, "").replace(/ /g, "-");
      count.node = nodes[node];
      count.document = documents[document];
      if (count.node) count.node.counts.push(count);
      if (count.document) (count.document.counts ||= []).push(count);
      return count;
    });

  // What is not stated as a fact is as strong as the demand whose words it shares.
  const giveStrength = (facts) => {
    for (const fact of facts) {
      if (fact.modality === "Stated" || !fact.document) continue;
      const demand = (fact.document.demands || []).find((d) => d.start < fact.end && fact.start < d.end);
      if (demand) fact.strength = demand.strength;
    }
  };

  const documents = readDocuments();
  const nodes = readNodes();
  const facts = readFacts(nodes, documents);
  const demands = readDemands(nodes, documents);
  const counts = readCounts(nodes, documents);
  giveStrength(facts);
  for (const document of documents) (document.demands ||= []), (document.counts ||= []), (document.facts = []);
  for (const fact of facts) if (fact.document) fact.document.facts.push(fact);

  const classes = raw.classes.map(([id, zh, en, colour, shape, dzh, den]) => ({
    id, label: [zh, en], colour, shape, definition: [dzh, den],
  }));
  const classOf = new Map(classes.map((c) => [c.id, c]));
  const other = (id) => ({ id, label: raw.labels[id] || [id, id], colour: "#999999", shape: "square", definition: ["", ""] });
  for (const node of nodes) if (!classOf.has(node.type)) classOf.set(node.type, other(node.type));
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const byDocument = new Map(documents.map((document) => [document.id, document]));

  page.data = {
    title: raw.title,
    opening: raw.opening,
    comparison: raw.comparison,
    labels: raw.labels,
    levels: raw.levels,
    watched: raw.watched,
    precision: raw.precision,
    readings: raw.pinyin,
    cards: raw.cards,
    first: raw.first,
    hubs: raw.nodes.hubs.map((i) => nodes[i]),
    core: new Set(raw.nodes.core),
    classes: [...classOf.values()],
    nodes, facts, demands, counts, documents,
    classOf: (node) => classOf.get(node.type),
    node: (key) => byKey.get(key),
    document: (id) => byDocument.get(id),
    // Offsets count code points, as in Python.
    slice: (document, start, end) =>
      document.points ? document.points.slice(start, end).join("") : document.text.slice(start, end),
    length: (document, text) => (document.points ? Array.from(text).length : text.length),
    quote(item) {
      if (item.stored !== undefined) return item.stored;
      return item.document && item.document.hasText ? this.slice(item.document, item.start, item.end) : "";
    },
    // The path of headings over an offset.
    sectionAt(document, offset) {
      const over = (document.sections || []).filter(([s, e]) => s <= offset && offset < e);
      return over.filter(([, , , a, b]) => b > a).map(([, , , a, b]) => this.slice(document, a, b)).join(" › ");
    },
  };
})();
