import { html } from "./html.mjs";
import { Empty } from "./notices.mjs";
import { tableAddress } from "./route.mjs";
import { inOrder, LABELS } from "./sidebar.mjs";
import { countText } from "./text.mjs";

/** All models at a glance. */
export function Home({ database, models }) {
  if (models.length === 0) return html`<${Empty} title="No models" />`;
  return html`
    <header class="head">
      <h1>${database}</h1>
    </header>
    <p class="muted lead">Counts are those that the collections keep themselves: fast, and nearly always exact.</p>
    <ul class="cards">
      ${inOrder(models).map(([model]) =>
        html`
          <li key=${model.name}>
            <a class="card" href=${tableAddress(model.name)}>
              <span class="title">${model.name}</span>
              <span class="badge kind">${LABELS[model.kind] ?? "collection"}</span>
              <span class="muted where">${model.parent === null
                ? model.collection
                : `${model.collection}, of ${model.parent}`}</span>
              <span class="facts">${facts(model)}</span>
            </a>
          </li>
        `
      )}
    </ul>
  `;
}

function facts({ count, fields, softDeletes, useRevision }) {
  return [
    count === null ? undefined : count === 1 ? "1 document" : `${countText(count)} documents`,
    fields.length === 1 ? "1 field" : `${fields.length} fields`,
    softDeletes ? "soft delete" : undefined,
    useRevision ? "revisions" : undefined,
  ].filter((fact) => fact !== undefined).join(" · ");
}
