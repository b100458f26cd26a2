import { html, useEffect, useState } from "./html.mjs";
import { address, tableAddress } from "./route.mjs";
import { countText } from "./text.mjs";

/** The models, children below their parents and members below their unions. */
export function Sidebar({ database, models, readOnly, current }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [current]);
  return html`
    <header class="bar">
      <a class="skip" href="#content" onClick=${toContent}>Skip to the content</a>
      <a class="brand" href=${address(
        "home",
      )}><img src="/page/icon.svg" alt="" width="22" height="22" /> Haricot studio</a>
      <button class="menu" type="button" aria-expanded=${String(open)} aria-controls="models" onClick=${() =>
        setOpen(!open)}>
        Models
      </button>
    </header>
    <nav id="models" class=${open ? "models open" : "models"} aria-label="Models">
      <p class="database">
        <span class="muted">Database</span> <strong>${database}</strong>
        ${readOnly && html`<span class="badge">read only</span>`}
      </p>
      <ul onClick=${() => setOpen(false)}>
        ${inOrder(models).map(([model, depth]) =>
          html`
            <li key=${model.name} class=${depth > 0 ? "below" : ""}>
              <a href=${tableAddress(model.name)} aria-current=${model.name === current ? "page" : undefined}>
                <span class="name">${model.name}</span>
                ${LABELS[model.kind] && html`<span class="kind">${LABELS[model.kind]}</span>`}
                ${model.count !== null && html`<span class="count">${countText(model.count)}</span>`}
              </a>
            </li>
          `
        )}
      </ul>
    </nav>
  `;
}

export const LABELS = {
  tree: "tree",
  child: "child",
  union: "union",
  member: "member",
  view: "view",
  "time series": "time series",
};

/** Models with their depth, each behind what it belongs to. */
export function inOrder(models) {
  const found = [];
  const add = (model, depth) => {
    found.push([model, depth]);
    for (const child of models) if (child.parent === model.name) add(child, depth + 1);
  };
  for (const model of models) if (!models.some(({ name }) => name === model.parent)) add(model, 0);
  return found;
}

/** A link to an id would take the place of the route. */
function toContent(event) {
  event.preventDefault();
  document.getElementById("content").focus();
}
