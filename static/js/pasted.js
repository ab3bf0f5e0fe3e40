// What is pasted, put into the elements that a text may have: the same as the server's cleaner does (integration_programme/
// richtext), so that a writer sees at once what will be saved. `grammar` is the server's list; what goes is named.

const DROPPED = {
  deletions: "del",
  pictures: "img, svg, picture, canvas, map",
  embedded: "iframe, object, embed, video, audio, frame, applet, math",
  controls: "input, select, textarea, button, progress, meter, datalist, option",
  nothing: "script, style, template, noscript, title, meta, link, xml, colgroup",
};
const NUMBER = /^[\s(]*(\d{1,4}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.):]\s*$/;
const COLOURED = /(?:^|;)(?:background|mso-highlight|color:(?!black|windowtext|#000|inherit|rgb\(0,0,0\)))/;

const styleOf = (element) => (element.getAttribute("style") || "").slice(0, 1000).toLowerCase();
const bareStyle = (element) => styleOf(element).replace(/\s/g, "");
const has = (element) => element.textContent.trim() !== "";

function renamed(element, tag) {
  const made = element.ownerDocument.createElement(tag);
  for (const { name, value } of element.attributes) made.setAttribute(name, value);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

const unwrap = (element) => element.replaceWith(...element.childNodes);

function dropThings(body, dropped) {
  for (const [kind, selector] of Object.entries(DROPPED)) {
    for (const element of body.querySelectorAll(selector)) {
      element.remove();
      if (kind !== "nothing") dropped.add(kind);
    }
  }
  for (const element of body.querySelectorAll("[style], [class]")) {
    const style = bareStyle(element);
    if (style.includes("mso-element:comment")) dropped.add("comments");
    else if (/msodel/i.test(element.className)) dropped.add("deletions");
    else {
      if (COLOURED.test(style)) dropped.add("colours");
      continue;
    }
    element.remove();
  }
}

// Marks that other programs write as style.
function makeMarks(body) {
  for (const element of body.querySelectorAll("b, strong")) if (bareStyle(element).includes("font-weight:normal")) unwrap(element);
  const marks = [
    ["strong", /font-weight:(?:bold|[6-9]00)/], ["em", /font-style:italic/], ["s", /text-decoration(?:-line)?:[a-z-]*line-through/],
    ["sup", /vertical-align:super/], ["sub", /vertical-align:sub/],
  ];
  for (const element of body.querySelectorAll("span[style], a[style], font[style]")) {
    for (const [tag, sign] of marks) {
      if (!sign.test(bareStyle(element))) continue;
      const made = body.ownerDocument.createElement(tag);
      made.append(...element.childNodes);
      element.append(made);
    }
  }
}

function dropAddresses(body, grammar, dropped) {
  for (const link of body.querySelectorAll("a")) {
    const address = (link.getAttribute("href") || "").trim();
    if (grammar.schemes.some((scheme) => address.toLowerCase().startsWith(scheme === "mailto" ? "mailto:" : `${scheme}://`))) continue;
    if (address && !address.startsWith("#")) dropped.add("addresses");
    unwrap(link);
  }
}

// Word's lists are paragraphs that bear their level in the style, and their mark as words.
function levelOf(element) {
  const found = /^(?:P|H[1-6]|DIV)$/.test(element.tagName) && /mso-list:[^;]*?level([1-9])/.exec(styleOf(element));
  return found ? Number(found[1]) : 0;
}

function takeMark(paragraph) {
  const mark = [...paragraph.querySelectorAll("[style]")].find((each) => bareStyle(each).includes("mso-list:ignore"));
  mark?.remove();
  return (mark?.textContent || "").replaceAll("\u00a0", " ").trim();
}

function makeLists(body) {
  const marked = [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, div")].filter(levelOf);
  let lists = [];
  let before = null;
  for (const paragraph of marked) {
    const goesOn = before && before.parentNode === paragraph.parentNode && before.nextElementSibling === paragraph;
    if (!goesOn) lists = [];
    const level = Math.min(levelOf(paragraph), lists.length + 1);
    const number = NUMBER.exec(takeMark(paragraph));
    const kind = number ? "ol" : "ul";
    lists.length = Math.min(lists.length, level);
    if (lists.length === level && lists[level - 1].localName !== kind) lists.pop();
    if (lists.length < level) {
      const made = body.ownerDocument.createElement(kind);
      if (number && /^\d+$/.test(number[1]) && Number(number[1]) > 1) made.setAttribute("start", number[1]);
      if (lists.length) lists.at(-1).lastElementChild.append(made);
      else paragraph.before(made);
      lists.push(made);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    lists.at(-1).append(item);
    paragraph.remove();
    before = lists[0];
  }
}

function makeHeadings(body, grammar) {
  for (const paragraph of body.querySelectorAll("p")) {
    const outline = /mso-outline-level:\s*([1-6])/.exec(styleOf(paragraph));
    if (outline || /MsoTitle/.test(paragraph.className)) renamed(paragraph, `h${outline ? outline[1] : 1}`);
  }
  for (const heading of body.querySelectorAll("li :is(h1, h2, h3, h4, h5, h6), td :is(h1, h2, h3, h4, h5, h6), th :is(h1, h2, h3, h4, h5, h6), blockquote :is(h1, h2, h3, h4, h5, h6)")) {
    const strong = body.ownerDocument.createElement("strong");
    strong.append(...heading.childNodes);
    heading.append(strong);
    renamed(heading, "p");
  }
  const found = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const own = found.every((heading) => grammar.headings.includes(heading.localName));
  const levels = own ? grammar.headings : [...new Set(found.map((heading) => heading.localName))].sort();
  let last = -1;
  for (const heading of found) {
    last = Math.min(levels.indexOf(heading.localName), last + 1, grammar.headings.length - 1);
    renamed(heading, grammar.headings[last]);
  }
}

// A first row whose words are all bold was meant as a header row.
function makeHeader(table) {
  for (const cell of table.querySelectorAll("thead td")) renamed(cell, "th");
  const [first, ...rest] = table.rows;
  if (table.querySelector("th") || !first || !rest.length) return;
  const cells = [...first.cells].filter(has);
  const bold = (cell) => {
    const walker = cell.ownerDocument.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const words = walker.currentNode;
      if (!words.data.trim()) continue;
      let at = words.parentElement;
      while (at !== cell && !at.matches("b, strong") && !/font-weight:(bold|[6-9]00)/.test(bareStyle(at))) at = at.parentElement;
      if (at === cell && !/font-weight:(bold|[6-9]00)/.test(bareStyle(cell))) return false;
    }
    return true;
  };
  if (!cells.length || !cells.every(bold) || rest.every((row) => [...row.cells].filter(has).every(bold))) return;
  const reach = Math.max(...[...first.cells].map((cell) => cell.rowSpan || 1));
  for (const row of [...table.rows].slice(0, Math.min(reach, table.rows.length - 1))) {
    for (const cell of [...row.cells]) {
      for (const strong of cell.querySelectorAll("b, strong")) unwrap(strong);
      renamed(cell, "th");
    }
  }
}

function makeTables(body, dropped) {
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    for (const caption of table.querySelectorAll(":scope > caption")) table.before(renamed(caption, "p"));
    if (table.parentElement.closest("td, th, li, blockquote")) {
      dropped.add("inner tables");
      const lines = [...table.rows].map((row) => {
        const line = body.ownerDocument.createElement("p");
        [...row.cells].forEach((cell, at) => line.append(at ? " \u2013 " : "", ...cell.childNodes));
        return line;
      });
      table.replaceWith(...lines);
    } else makeHeader(table);
  }
}

export function pasted(html, grammar) {
  const dropped = new Set();
  const { body } = new DOMParser().parseFromString(html, "text/html");
  if (body.querySelector("[data-pm-slice]")) return { html, dropped: [] };
  dropThings(body, dropped);
  for (const element of body.querySelectorAll("ins")) unwrap(element);
  makeMarks(body);
  dropAddresses(body, grammar, dropped);
  makeLists(body);
  makeTables(body, dropped);
  makeHeadings(body, grammar);
  return { html: body.innerHTML, dropped: [...dropped].sort() };
}
