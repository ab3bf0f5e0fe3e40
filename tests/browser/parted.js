// Which dates, numbers with their unit and sections with their number stand on two lines of this page, and how many of
// them there are at all. Said apart from integration_programme/whole.py, which it looks after. What somebody is just
// writing is left out: a field holds what was typed.
() => {
  const months =
    "\\p{L}+kuu(?:ta|ssa|n|sta)?|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december" +
    "|January|February|March|April|May|June|July|August|September|October|November|December";
  const units =
    "[%€°]|kpl|kk|htv|op|km²?|m²|ha|kg|euroa?|euros?|prosent\\p{L}*|procent\\p{L}*|per\\s+cent|vuotta|år|years?|kuukau\\p{L}*" +
    "|månad\\p{L}*|months?|viikko\\p{L}*|veck\\p{L}*|weeks?|henkilö\\p{L}*|personer|persons|people|sivua?|sidor|sida|pages?" +
    "|asukasta|invånare|päivä\\p{L}*|dagar|days?|tuntia|timmar|hours?";
  const kinds = [
    "\\d{1,2}\\.\\d{1,2}\\.\\d{4}",
    "\\d{4}-\\d{2}-\\d{2}",
    `\\d{1,2}\\.?\\s+(?:${months})(?:\\s+\\d{4})?`,
    `(?:${months})\\s+\\d{4}`,
    "§\\s+\\d+",
    "\\d+\\s+§",
    "[Ss]ections?\\s+\\d+",
    "(?:klo|kl\\.)\\s+\\d{1,2}[.:]\\d{2}",
    "\\d{1,3}(?:[ \\u00a0]\\d{3})+",
    `\\d+(?:[,.]\\d+)?\\s+(?:${units})`,
  ].map((kind) => new RegExp(`(?<![\\p{L}\\d])${kind}(?![\\p{L}\\d])`, "gu"));
  const unread = "script, style, textarea, select, datalist, svg, [contenteditable]";

  const blocks = [];
  const collect = (element, letters) => {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        for (let at = 0; at < node.data.length; at++) letters.push([node, at]);
      } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(unread)) {
        const { display } = getComputedStyle(node);
        if (display === "none") continue;
        if (display === "inline" && node.tagName !== "BR") {
          collect(node, letters);
        } else {
          letters.push(null);
          blocks.push([]);
          collect(node, blocks.at(-1));
        }
      }
    }
  };
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  blocks.push([]);
  collect(document.body, blocks[0]);

  const parted = [];
  let found = 0;
  for (const letters of blocks) {
    const text = letters.map((letter) => (letter ? letter[0].data[letter[1]] : "\n")).join("");
    for (const kind of kinds) {
      for (const match of text.matchAll(kind)) {
        const [first, last] = [letters[match.index], letters[match.index + match[0].length - 1]];
        const range = document.createRange();
        range.setStart(...first);
        range.setEnd(last[0], last[1] + 1);
        const lines = [...range.getClientRects()].filter((line) => line.width > 0.5);
        if (!lines.length) continue;
        found += 1;
        const lowest = Math.max(...lines.map((line) => line.top));
        if (lowest >= Math.min(...lines.map((line) => line.bottom)) - 1) parted.push(match[0]);
      }
    }
  }
  return { found, parted };
}
