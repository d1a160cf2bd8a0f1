// What is looked at, kept in the address, so that a view can be sent on and the browser goes back and forward.
(() => {
  const fresh = () => ({
    view: "answers", node: "", around: "", to: "", depth: "1", hub: "", hubs: "", fold: "", off: "", list: "",
    document: "", at: "", word: "", apart: "", terms: "",
    class: "", relation: "", modality: "", in: "", year: "", speaker: "", strength: "", sure: "",
    status: "", issuer: "", level: "", addressee: "", find: "", sort: "", card: "", lang: "",
  });
  let current = fresh();
  let written = null;
  const listeners = [];

  const read = (hash) => {
    const found = fresh();
    const text = hash.replace(/^#/, "");
    for (const [name, value] of new URLSearchParams(text || page.data.opening)) if (name in found) found[name] = value;
    return found;
  };

  const write = (state) => {
    const plain = fresh();
    const kept = Object.entries(state).filter(([name, value]) => value !== plain[name]);
    return "#" + (new URLSearchParams(kept).toString().replace(/%7E/g, "~") || "view=answers");
  };

  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  const tell = (before) => {
    for (const listener of listeners) listener(current, before);
  };

  page.state = {
    get: () => current,
    listen: (listener) => listeners.push(listener),
    set(change, replace = false) {
      const before = current;
      current = { ...current, ...change };
      const hash = write(current);
      if (hash === write(before)) return;
      written = hash;
      // A page inside a notebook's frame has no address of its own.
      if (!location.href.startsWith("about:")) replace ? location.replace(hash) : (location.hash = hash);
      tell(before);
    },
    address: (change) => write({ ...current, ...change }),
    start() {
      current = read(location.hash);
      addEventListener("hashchange", () => {
        if (location.hash === written) return;
        if (location.hash === "#main") return;
        const before = current;
        current = read(location.hash);
        written = location.hash;
        tell(before);
      });
      tell(fresh());
    },
    // Several values in one field, parted by ~.
    many: (text) => new Set(text ? text.split("~").map(decoded) : []),
    join: (values) => [...values].map((v) => encodeURIComponent(v).replace(/~/g, "%7E")).join("~"),
    toggle(name, value) {
      const values = this.many(current[name]);
      if (!values.delete(value)) values.add(value);
      this.set({ [name]: this.join(values) });
    },
  };
})();
