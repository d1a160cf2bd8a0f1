// Whether a word answers to letters: full pinyin, initials or a mixture, each reading of a character being right.
(() => {
  const syllables = new Map(Object.entries(page.data.readings).map(([c, text]) => [c, text.split(" ")]));

  // Whether `letters` from `i` on can be read from the characters from `j` on.
  const reads = (letters, i, points, j) => {
    if (i === letters.length) return true;
    if (j === points.length) return false;
    const known = syllables.get(points[j]);
    if (!known) {
      const point = points[j].toLowerCase();
      if (point === letters[i]) return reads(letters, i + 1, points, j + 1);
      return /[\p{P}\s]/u.test(point) && i > 0 && reads(letters, i, points, j + 1);
    }
    for (const syllable of known) {
      const rest = letters.slice(i);
      if (rest.startsWith(syllable) && reads(letters, i + syllable.length, points, j + 1)) return true;
      if (syllable.startsWith(rest)) return true;
      if (syllable[0] === letters[i] && reads(letters, i + 1, points, j + 1)) return true;
      const pair = syllable.slice(0, 2);
      if (/^[zcs]h$/.test(pair) && rest.startsWith(pair) && reads(letters, i + 2, points, j + 1)) return true;
    }
    return false;
  };

  page.pinyin = {
    isLetters: (query) => /^[a-z' ]+$/i.test(query),
    // The index of the first character that the letters fit, or -1.
    find(query, text) {
      const letters = query.toLowerCase().replace(/[' ]/g, "");
      if (!letters) return -1;
      const points = Array.from(text);
      return points.findIndex((_, j) => reads(letters, 0, points, j));
    },
  };
})();
