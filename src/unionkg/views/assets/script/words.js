// The words of the page in both languages.
(() => {
  const messages = JSON.parse(page.byId("messages").textContent);
  const preferred = { zh: 0, en: 1 };
  let language = "zh";

  page.language = () => language;

  page.setLanguage = (wanted) => {
    language = wanted === "en" ? "en" : "zh";
    document.documentElement.lang = language === "en" ? "en" : "zh-CN";
    document.title = page.plain(page.pick(page.data.title));
    for (const place of document.querySelectorAll("[data-t]")) place.textContent = page.t(place.dataset.t);
    for (const place of document.querySelectorAll("[data-t-label]")) {
      place.setAttribute("aria-label", page.t(place.dataset.tLabel));
    }
  };

  // One of a pair [zh, en]; the other where one is empty.
  page.pick = (pair) => pair[preferred[language]] || pair[0] || pair[1] || "";

  page.t = (key, ...values) => {
    const pair = messages[key] || [key, key];
    return page.pick(pair).replace(/\{(\d)\}/g, (_, i) => String(values[i]));
  };

  page.has = (key) => key in messages;

  // The label of a term of the vocabulary, of a strength, status, level.
  page.label = (name, head = "") => {
    const found = page.data.labels[head + name] || page.data.labels[name];
    return found ? page.pick(found) : page.has(head + name) ? page.t(head + name) : name;
  };

  page.definition = (name) => {
    const found = page.data.labels[name];
    return found ? page.pick(found.slice(2)) : "";
  };

  page.number = (value) => value.toLocaleString(language === "en" ? "en" : "zh-CN");

  page.listing = (names) => names.join(language === "en" ? ", " : "、");
})();
