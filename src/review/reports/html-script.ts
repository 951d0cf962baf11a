/** The page's script: filters changes by text, and opens or closes all sections. The page is complete without it. */
export const script = `
const bar = document.querySelector(".filter");
if (bar) {
  const input = bar.querySelector("input");
  const output = bar.querySelector("output");
  const [open, close] = bar.querySelectorAll("button");
  const items = [...document.querySelectorAll("[data-find]")];
  const filter = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      item.hidden = !words.every((word) => item.dataset.find.toLowerCase().includes(word));
      if (!item.hidden) shown += 1;
    }
    for (const module of document.querySelectorAll(".module")) {
      module.hidden = ![...module.querySelectorAll("[data-find]")].some((item) => !item.hidden);
      if (words.length > 0 && !module.hidden) module.open = true;
    }
    output.textContent = words.length > 0 ? shown + " of " + items.length : "";
  };
  const all = (isOpen) => () => {
    for (const each of document.querySelectorAll("main details")) each.open = isOpen;
  };
  input.addEventListener("input", filter);
  open.addEventListener("click", all(true));
  close.addEventListener("click", all(false));
  bar.hidden = false;
}
`;
