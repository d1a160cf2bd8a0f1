// The only door to the DOM: every text goes in as text, no attribute can carry a script.
"use strict";
const page = {};

page.element = (tag, attributes = {}, ...children) => {
  const svg = ["svg", "path", "g", "line", "rect", "circle", "text", "title"].includes(tag);
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    } else if (name === "href") {
      if (/^(#|https?:\/\/)/i.test(value)) made.setAttribute("href", value);
    } else if (/^on/i.test(name) || name === "style" || name === "src") {
      throw new Error(`attribute ${name} is not set here`);
    } else {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};

page.button = (text, click, attributes = {}, ...children) =>
  page.element("button", { type: "button", ...attributes, on: { click } }, text, ...children);

page.fill = (parent, ...children) => {
  parent.replaceChildren(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return parent;
};

page.byId = (id) => document.getElementById(id);

// What marks a direction of writing must not reach beyond a label that is drawn or put out.
page.plain = (text) => text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0000-\u001f]/g, "");

page.shorten = (text, length) => {
  const points = Array.from(text);
  return points.length > length ? points.slice(0, length - 1).join("") + "…" : text;
};

page.toast = (text) => {
  const place = page.byId("toast");
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(page.toast.timer);
  page.toast.timer = setTimeout(() => place.classList.remove("shown"), 2600);
};

page.download = (name, type, content) => {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
};

// RFC 4180; a cell that a spreadsheet would take for a formula is led by an apostrophe.
page.csv = (rows) =>
  "\ufeff" +
  rows
    .map((row) =>
      row.map((cell) => `"${String(cell ?? "").replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, '""')}"`).join(","),
    )
    .join("\r\n") +
  "\r\n";

page.copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  page.toast(page.t("copied"));
};

// What is remembered between two visits, where the browser allows it.
page.memory = {
  name: (key) => `unionkg ${page.data.title[0]} ${key}`,
  get(key, fallback) {
    try {
      return JSON.parse(localStorage.getItem(this.name(key))) ?? fallback;
    } catch {
      return fallback;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(this.name(key), JSON.stringify(value));
    } catch {
      // a page that may not remember still works
    }
  },
};
