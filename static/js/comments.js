// Words that are selected in the passage are the ones that are commented on; without this they are copied by hand.
const passage = document.querySelector("[data-passage]");
const field = document.querySelector("[data-quote]");
if (passage && field) {
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (chosen.isCollapsed || !passage.contains(chosen.anchorNode) || !passage.contains(chosen.focusNode)) return;
    field.value = chosen.toString().replace(/\s+/g, " ").trim().slice(0, 300);
  });
}
