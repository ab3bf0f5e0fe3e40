// What is pasted, put into the elements that a text may have: the same as the server's cleaner does (integration_programme/
// richtext), so that a writer sees at once what will be saved. `grammar` is the server's list; what goes is named.

const DROPPED = {
  deletions: "del",
  pictures: "img, svg, picture, canvas, map",
  embedded: "iframe, object, embed, video, audio, frame, applet, math",
  controls: "input, select, textarea, button, progress, meter, datalist, option",
  nothing: "script, style, template, noscript, title, meta, link, xml, colgroup",
};
const NUMBER = /^[\s(]*(?:(?:\d{1,4}\.)*(\d{1,4})[.):]?|(?:[a-zA-Z]|[ivxlcIVXLC]{1,6})[.):])\s*$/;
const SAYS_SOMETHING = /[\p{L}\p{N}]{2}|[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/u; // "Tavoite 1:"; "o", "§" and "Ø" are signs of some font
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

// What is kept beside the text: deletions, comments, and what is not seen there either.
function leftOver(element) {
  if (bareStyle(element).includes("mso-element:comment") || /msocom/i.test(element.className)) return "comments";
  if (/msodel|trackchangetextdeletion/i.test(element.className)) return "deletions";
  return element.classList.contains("EOP") || bareStyle(element).includes("display:none") ? "nothing" : null;
}

function dropThings(body, dropped) {
  const drop = (element, kind) => {
    element.remove();
    if (kind !== "nothing") dropped.add(kind);
  };
  for (const [kind, selector] of Object.entries(DROPPED)) {
    for (const element of body.querySelectorAll(selector)) drop(element, kind);
  }
  for (const element of body.querySelectorAll("[style], [class]")) {
    const kind = leftOver(element);
    if (kind) drop(element, kind);
    else if (COLOURED.test(bareStyle(element))) dropped.add("colours");
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

// Desktop Word's lists are paragraphs that bear their level in the style, and their mark as words. Word Online makes a
// list of every item, with its level and number said in attributes.
function levelOf(element) {
  const found = /^(?:P|H[1-6]|DIV)$/.test(element.tagName) && /mso-list:[^;]*?level([1-9])/.exec(styleOf(element));
  return found ? Number(found[1]) : 0;
}

const said = (item, name) => item.getAttribute(`data-aria-${name}`) ?? item.getAttribute(`aria-${name}`);
const whole = (written) => (/^\d{1,4}$/.test(written || "") ? Number(written) : null);
const isOnline = (list) =>
  list.children.length > 0 && [...list.children].every((item) => item.localName === "li" && item.dataset.listid !== undefined && said(item, "level") !== null);

function takeMark(paragraph) {
  const mark = [...paragraph.querySelectorAll("[style]")].find((each) => bareStyle(each).includes("mso-list:ignore"));
  mark?.remove();
  return (mark?.textContent || "").replaceAll("\u00a0", " ").trim();
}

// The items of what is a list to Word: level, kind, number (null where it just goes on) and the element with the words.
function itemsOf(found) {
  if (/^(?:ul|ol)$/.test(found.localName)) {
    const start = whole(found.getAttribute("start"));
    return [...found.children].map((item, at) => {
      const number = start === null ? whole(said(item, "posinset")) : start + at;
      return { level: whole(said(item, "level")) || 1, kind: found.localName, number: found.localName === "ol" ? number : null, item };
    });
  }
  const mark = takeMark(found);
  const number = NUMBER.exec(mark);
  const item = found.ownerDocument.createElement("li");
  item.append(...(!number && SAYS_SOMETHING.test(mark) ? [`${mark} `] : []), ...found.childNodes);
  return [{ level: levelOf(found), kind: number ? "ol" : "ul", number: number?.[1] ? Number(number[1]) : null, item }];
}

function appendItem(lists, { level: wanted, kind, number, item }, place) {
  const level = Math.min(wanted, lists.length + 1);
  lists.length = Math.min(lists.length, level);
  const last = lists[level - 1];
  const next = last && (Number(last.getAttribute("start")) || 1) + last.children.length;
  if (last && (last.localName !== kind || (number !== null && number !== next))) lists.pop();
  if (lists.length < level) {
    const made = item.ownerDocument.createElement(kind);
    if (number > 1) made.setAttribute("start", number);
    if (lists.length) lists.at(-1).lastElementChild.append(made);
    else place.before(made);
    lists.push(made);
  }
  lists.at(-1).append(item);
}

function makeLists(body) {
  const marked = [...body.querySelectorAll("p, div, ul, ol")].filter((each) => levelOf(each) || (/^[uo]l$/.test(each.localName) && isOnline(each)));
  let lists = [];
  let before = null;
  for (const found of marked) {
    let place = found;
    while (place.parentNode.localName === "div" && place.parentNode.childElementCount === 1 && place.parentNode.textContent.trim() === place.textContent.trim()) place = place.parentNode;
    if (!before || before.nextElementSibling !== place) lists = [];
    for (const item of itemsOf(found)) appendItem(lists, item, place);
    place.remove();
    before = lists[0];
  }
}

function makeHeadings(body, grammar) {
  for (const paragraph of body.querySelectorAll("p")) {
    const outline = /mso-outline-level:\s*([1-6])/.exec(styleOf(paragraph));
    const online = paragraph.getAttribute("role") === "heading" && Math.min(whole(paragraph.getAttribute("aria-level")) || 1, 6);
    if (outline || online || /MsoTitle/.test(paragraph.className)) renamed(paragraph, `h${outline?.[1] || online || 1}`);
  }
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const mark = levelOf(heading) && takeMark(heading); // a heading's number belongs to its words: "2.1 Palvelut"
    if (mark) heading.prepend(`${mark} `);
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
  makeHeadings(body, grammar);
  makeLists(body);
  makeTables(body, dropped);
  return { html: body.innerHTML, dropped: [...dropped].sort() };
}
