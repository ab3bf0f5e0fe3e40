// Turns every textarea with data-rich-text into an editor: icons with names on the buttons, arrow keys in the toolbar, Tab leaves.
// The attribute holds the address of the editor that django-prose-editor ships; nothing is loaded when no field asks.

const fields = [...document.querySelectorAll("textarea[data-rich-text]")];

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// What the editor begins with: the server's HTML, or what the browser has kept in the field from an earlier visit.
function beginning(textarea) {
  const isKept = textarea.value !== textarea.defaultValue;
  if (isKept && /^<[a-z]/i.test(textarea.value)) return textarea.value;
  if (!isKept && textarea.dataset.richTextHtml) return textarea.dataset.richTextHtml;
  const escape = (part) => part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return textarea.value
    .trim()
    .split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)
    .filter(Boolean)
    .map((part) => `<p>${escape(part.trim()).replaceAll("\n", "<br>")}</p>`)
    .join("");
}

const inTable = (editor) => editor.isActive("table");

function mergeCells(chain, editor, words, note) {
  if (editor.can().mergeCells()) return chain.mergeCells();
  note.textContent = words.oneCellMarked;
  return chain;
}

// name, what it does, when it is pressed, when it is shown
const ACTIONS = [
  ["bold", (chain) => chain.toggleBold(), (editor) => editor.isActive("bold")],
  ["italic", (chain) => chain.toggleItalic(), (editor) => editor.isActive("italic")],
  ["heading", (chain) => chain.toggleHeading({ level: 3 }), (editor) => editor.isActive("heading", { level: 3 })],
  ["subheading", (chain) => chain.toggleHeading({ level: 4 }), (editor) => editor.isActive("heading", { level: 4 })],
  ["bullets", (chain) => chain.toggleBulletList(), (editor) => editor.isActive("bulletList")],
  ["numbers", (chain) => chain.toggleOrderedList(), (editor) => editor.isActive("orderedList")],
  ["quote", (chain) => chain.toggleBlockquote(), (editor) => editor.isActive("blockquote")],
  ["link", null, (editor) => editor.isActive("link")],
  ["unlink", (chain) => chain.extendMarkRange("link").unsetLink(), null, (editor) => editor.isActive("link")],
  ["table", (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), null, (editor) => !inTable(editor)],
  ["row", (chain) => chain.addRowAfter(), null, inTable],
  ["dropRow", (chain) => chain.deleteRow(), null, inTable],
  ["column", (chain) => chain.addColumnAfter(), null, inTable],
  ["dropColumn", (chain) => chain.deleteColumn(), null, inTable],
  ["headerRow", (chain) => chain.toggleHeaderRow(), null, inTable],
  ["headerColumn", (chain) => chain.toggleHeaderColumn(), null, inTable],
  ["merge", mergeCells, null, inTable],
  ["split", (chain) => chain.splitCell(), null, (editor) => inTable(editor) && editor.can().splitCell()],
  ["dropTable", (chain) => chain.deleteTable(), null, inTable],
  ["picture", null],
  ["undo", (chain) => chain.undo()],
  ["redo", (chain) => chain.redo()],
  ["strike", (chain) => chain.toggleStrike(), (editor) => editor.isActive("strike")],
  ["superscript", (chain) => chain.unsetSubscript().toggleSuperscript(), (editor) => editor.isActive("superscript")],
  ["subscript", (chain) => chain.unsetSuperscript().toggleSubscript(), (editor) => editor.isActive("subscript")],
];

// stands in a second row, while the cursor is in a table
const OF_TABLES = new Set(["row", "dropRow", "column", "dropColumn", "headerRow", "headerColumn", "merge", "split", "dropTable"]);

// letters, or lines drawn in a square of 20
const CHAIN = "M9 6.5l2-2A3.2 3.2 0 0 1 15.5 9l-2 2M11 13.5l-2 2A3.2 3.2 0 0 1 4.5 11l2-2";
const FRAME = "M3 4h14v12H3z";
const ICONS = {
  bold: "B",
  italic: "I",
  strike: "S",
  superscript: "x²",
  subscript: "x₂",
  heading: "H",
  subheading: "h",
  bullets: "M3 5h.01M3 10h.01M3 15h.01M7 5h10M7 10h10M7 15h10",
  numbers: "M8 5h9M8 10h9M8 15h9M2.5 4 4 3v4.5M2.3 13.2c.3-1.2 2.2-1.1 2 .1-.1.8-1.4 1.6-2 2.7h2.2",
  quote: "M3 6h5v4c0 2.5-1.5 4-4 4.5M11 6h5v4c0 2.5-1.5 4-4 4.5",
  link: `${CHAIN}M8.5 11.5l3-3`,
  unlink: `${CHAIN}M4 4l12 12`,
  table: `${FRAME}M3 8h14M3 12h14M10 4v12`,
  row: "M3 3h14v6H3zM10 11.5v6M7 14.5h6",
  dropRow: "M3 3h14v6H3zM7 14.5h6",
  column: "M3 3h6v14H3zM11.5 10h6M14.5 7v6",
  dropColumn: "M3 3h6v14H3zM11.5 10h6",
  headerRow: `${FRAME}M3 6h14M3 8h14M10 8v8`,
  headerColumn: `${FRAME}M5 4v12M7 4v12M7 10h10`,
  merge: `${FRAME}M5 10h3.5M7 8.5 8.5 10 7 11.5M15 10h-3.5M13 8.5 11.5 10l1.5 1.5`,
  split: `${FRAME}M10 4v12M8 10H5M6.5 8.5 5 10l1.5 1.5M12 10h3M13.5 8.5 15 10l-1.5 1.5`,
  dropTable: `${FRAME}M7 7.5l6 5M13 7.5l-6 5`,
  picture: `${FRAME}M3 14l4-4 3 3 3-4 4 5M7 7.2h.01`,
  undo: "M7 4 3.5 7.5 7 11M3.5 7.5H12a4 4 0 0 1 0 8H8",
  redo: "M13 4l3.5 3.5L13 11M16.5 7.5H8a4 4 0 0 0 0 8h4",
};

function icon(name) {
  const drawn = ICONS[name];
  if (drawn.length < 3) return element("span", { "aria-hidden": "true" }, drawn);
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", drawn);
  svg.append(path);
  return svg;
}

function askForAddress(words, current, give) {
  const id = `rich-text-address-${Date.now()}`;
  const input = element("input", { class: "form-control", id, type: "url", "aria-describedby": `${id}-help` });
  input.value = current;
  const error = element("p", { class: "field-error", id: `${id}-error`, role: "alert" });
  const help = element("p", { class: "form-text", id: `${id}-help` }, words.addressHelp);
  const label = element("label", { for: id }, words.address);
  ask(words, words.link, words.insert, [label, help, error, input], (dialog) => {
    let address = input.value.trim();
    if (/^[\w-]+(\.[\w-]+)+([/?#].*)?$/.test(address)) address = `https://${address}`;
    if (!/^(https?:\/\/|mailto:)\S+$/i.test(address)) {
      error.textContent = words.badAddress;
      input.setAttribute("aria-invalid", "true");
      input.focus();
      return;
    }
    dialog.close();
    give(address);
  });
}

function askForPicture(words, pictures, give) {
  const id = `rich-text-picture-${Date.now()}`;
  const select = element("select", { class: "form-select", id });
  select.append(...pictures.map(({ key, name }) => element("option", { value: key }, name)));
  ask(words, words.picture, words.insertPicture, [element("label", { for: id }, words.choosePicture), select], (dialog) => {
    dialog.close();
    give(select.value);
  });
}

// A question with one field, the last of the parts; Enter accepts, Escape and the second button do not.
function ask(words, title, acceptLabel, parts, accept) {
  const field = parts.at(-1);
  const heading = element("h2", { id: `${field.id}-title` }, title);
  const dialog = element("dialog", { class: "rich-text-dialog", "aria-labelledby": heading.id }, heading, ...parts);
  const insert = element("button", { type: "button", class: "btn btn-primary" }, acceptLabel);
  const cancel = element("button", { type: "button", class: "btn btn-secondary" }, words.cancel);
  dialog.append(element("div", { class: "form-buttons" }, insert, cancel));
  insert.addEventListener("click", () => accept(dialog));
  cancel.addEventListener("click", () => dialog.close());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      accept(dialog);
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function setLink(editor, words, note) {
  if (editor.state.selection.empty && !editor.isActive("link")) {
    note.textContent = words.nothingMarked;
    return;
  }
  askForAddress(words, editor.getAttributes("link").href || "", (href) =>
    editor.chain().focus().extendMarkRange("link").setLink({ href }).run(),
  );
}

const setPicture = (editor, words, pictures) =>
  askForPicture(words, pictures, (picture) => editor.chain().focus().insertContent([{ type: "figure", attrs: { picture } }, { type: "paragraph" }]).run());

function makeToolbar(editor, words, note, id, pictures) {
  const toolbar = element("div", { class: "rich-text-toolbar", role: "toolbar", "aria-label": words.toolbar, "aria-controls": id });
  const [row, ofTables] = [element("div"), element("div")];
  toolbar.append(row, ofTables);
  const buttons = [];
  for (const [name, act, pressed, shown] of ACTIONS) {
    const names = { "aria-label": words[name], title: words[name] };
    const button = element("button", { type: "button", "data-action": name, tabindex: "-1", ...names }, icon(name));
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays in the text
    button.addEventListener("click", () => {
      note.textContent = "";
      if (button.getAttribute("aria-disabled") === "true") return;
      editor.view.focus(); // at once; the editor's own command waits a moment and would lose the next key
      if (act) act(editor.chain().focus(), editor, words, note).run();
      else if (name === "picture") setPicture(editor, words, pictures);
      else setLink(editor, words, note);
    });
    (OF_TABLES.has(name) ? ofTables : row).append(button);
    buttons.push({ button, pressed, shown, name });
  }
  const visible = () => [...toolbar.querySelectorAll("button:not([hidden])")];
  const enter = (button) => {
    for (const other of buttons) other.button.tabIndex = -1;
    button.tabIndex = 0;
  };
  const refresh = () => {
    for (const { button, pressed, shown, name } of buttons) {
      button.hidden = name === "picture" ? !pictures.length : shown ? !shown(editor) : false;
      if (pressed) button.setAttribute("aria-pressed", String(pressed(editor)));
      if (name === "undo" || name === "redo") button.setAttribute("aria-disabled", String(!editor.can()[name]()));
    }
    ofTables.hidden = !inTable(editor);
    if (!visible().some((button) => button.tabIndex === 0)) enter(visible()[0]);
  };
  toolbar.addEventListener("keydown", (event) => {
    const all = visible();
    const here = all.indexOf(document.activeElement);
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined || here < 0) return;
    event.preventDefault();
    const button = all[(next + all.length) % all.length];
    enter(button);
    button.focus();
  });
  editor.on("transaction", refresh);
  refresh();
  return toolbar;
}

// What blocks may stand in a block, in the words of the editor.
function content(grammar, tag) {
  const names = { p: "paragraph", ul: "bulletList", ol: "orderedList" };
  return grammar.blocks[tag].map((inner) => names[inner]).join(" | ");
}

// Attributes that the grammar gives to blocks: the editor carries them along, and the server checks them.
function carried(prose, grammar) {
  const nodes = { p: ["paragraph"], h3: ["heading"], li: ["listItem"], table: ["table"], figure: ["figure"] };
  const attribute = (name) => ({
    default: null,
    parseHTML: (element) => element.getAttribute(name),
    renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
  });
  const types = (name) => Object.keys(nodes).filter((tag) => grammar.attributes[tag]?.includes(name)).flatMap((tag) => nodes[tag]);
  return prose.Extension.create({
    name: "carried",
    addGlobalAttributes: () =>
      ["lang", "dir", grammar.paragraphId].map((name) => ({ types: types(name), attributes: { [name]: attribute(name) } })),
  });
}

// Words in another language than the text about them.
function passage(prose) {
  const attribute = (name) => ({ default: null, parseHTML: (element) => element.getAttribute(name) });
  return prose.Mark.create({
    name: "passage",
    addAttributes: () => ({ lang: attribute("lang"), dir: attribute("dir") }),
    parseHTML: () => [{ tag: "span[lang]" }, { tag: "span[dir]" }],
    renderHTML: ({ HTMLAttributes }) => ["span", Object.fromEntries(Object.entries(HTMLAttributes).filter(([, value]) => value)), 0],
  });
}

// A picture of the programme with its caption: the text knows its key, and the editor shows it.
function figure(prose, grammar, pictures) {
  return prose.Node.create({
    name: "figure",
    group: "block",
    content: "inline*",
    isolating: true,
    addAttributes: () => ({
      picture: {
        default: null,
        parseHTML: (element) => element.getAttribute(grammar.picture),
        renderHTML: ({ picture }) => ({ [grammar.picture]: picture }),
      },
    }),
    parseHTML: () => [{ tag: `figure[${grammar.picture}]` }],
    renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
    addNodeView: () => ({ node }) => {
      const known = pictures.find(({ key }) => key === node.attrs.picture);
      const contentDOM = element("figcaption");
      const image = known ? [element("img", { src: known.url, alt: known.name, contenteditable: "false" })] : [];
      return { dom: element("figure", {}, ...image, contentDOM), contentDOM };
    },
  });
}

function extensions(prose, grammar, pictures) {
  // Tab belongs to whoever moves through the page by keyboard: lists and tables must not take it.
  const free = (extension) => extension.extend({ addKeyboardShortcuts() {
    const { Tab, "Shift-Tab": back, ...kept } = this.parent?.() || {};
    return kept;
  } });
  const marks = {
    a: prose.Link.configure({ enableTarget: false, openOnClick: false, protocols: ["mailto"] }),
    span: passage(prose), strong: prose.Bold, em: prose.Italic, u: prose.Underline, s: prose.Strike,
    sub: prose.Subscript, sup: prose.Superscript,
  };
  return [
    prose.Document, prose.Paragraph, prose.Text, prose.HardBreak, prose.History, prose.Gapcursor,
    ...Object.keys(grammar.marks).map((name) => marks[name]),
    prose.Blockquote.extend({ content: `(${content(grammar, "blockquote")})+` }),
    prose.Heading.configure({ levels: grammar.headings.map((name) => Number(name[1])) }),
    prose.BulletList, prose.OrderedList, free(prose.ListItem).extend({ content: `paragraph (${content(grammar, "li")})*` }),
    free(prose.Table).configure({ resizable: false, renderWrapper: false }),
    prose.TableRow,
    figure(prose, grammar, pictures),
    prose.TableHeader.extend({ content: `(${content(grammar, "th")})+` }),
    prose.TableCell.extend({ content: `(${content(grammar, "td")})+` }),
    carried(prose, grammar),
    // a place to go on writing under a table that ends the text
    prose.TrailingNode.configure({ node: "paragraph", notAfter: ["paragraph", "heading", "bulletList", "orderedList", "blockquote"] }),
  ];
}

function enhance(textarea, prose, pasted) {
  const words = JSON.parse(textarea.dataset.richTextWords);
  const grammar = JSON.parse(textarea.dataset.richTextGrammar);
  const pictures = JSON.parse(textarea.dataset.richTextPictures || "[]");
  const id = textarea.id;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  const note = element("p", { class: "rich-text-note", role: "status" });
  const box = element("div", { class: "rich-text-editor" });
  const place = element("div");
  box.append(note, place);
  if (textarea.classList.contains("is-invalid")) box.classList.add("is-invalid");

  const attributes = { class: "rich-text rich-text-area", id, role: "textbox", "aria-multiline": "true" };
  if (label) {
    label.id ||= `${id}_label`;
    attributes["aria-labelledby"] = label.id;
  }
  for (const name of ["aria-describedby", "aria-invalid", "aria-required", "lang", "dir"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  const start = beginning(textarea);
  const editor = new prose.Editor({
    element: place,
    content: start,
    editable: !textarea.disabled && !textarea.readOnly,
    injectCSS: false,
    editorProps: {
      attributes,
      transformPastedHTML(html) {
        const { html: cleaned, dropped } = pasted(html, grammar);
        const things = dropped.map((kind) => words.things[kind]).join("; ");
        note.textContent = things ? words.leftOut.replace("%(things)s", things) : "";
        return cleaned;
      },
    },
    extensions: extensions(prose, grammar, pictures),
    onUpdate({ editor }) {
      textarea.value = editor.isEmpty ? "" : editor.getHTML().replace(/(<p><\/p>)+$/, "");
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  // From here on the field holds HTML, as the server gave it until something is written.
  textarea.value = start;
  textarea.before(box);
  box.prepend(makeToolbar(editor, words, note, id, pictures));
  textarea.hidden = true;
  textarea.id = `${id}_source`; // links to the field now lead to the editor
  label?.addEventListener("click", () => editor.commands.focus());
}

async function begin() {
  if (!fields.length) return;
  const [prose, { pasted }] = await Promise.all([
    import(fields[0].dataset.richText),
    import(fields[0].dataset.richTextPaste),
  ]);
  for (const field of fields) enhance(field, prose, pasted);
  document.documentElement.dataset.editorReady = "true";
}

begin().catch((problem) => console.warn("The editor could not be loaded; the plain field remains.", problem));
