import { html, useState } from "./html.mjs";
import { copy, countText } from "./text.mjs";

const EXPLAINED = {
  COLLSCAN: "reads the whole collection",
  IXSCAN: "reads an index",
  EXPRESS_IXSCAN: "reads an index",
  IDHACK: "finds one document by its _id",
  FETCH: "gets documents by what the index gave",
  SORT: "sorts in memory",
  SORT_MERGE: "merges sorted inputs",
  LIMIT: "stops after some documents",
  SKIP: "leaves out the first documents",
  OR: "joins what several inputs found",
  COUNT_SCAN: "counts in an index",
  PROJECTION_SIMPLE: "leaves out fields",
  EOF: "finds nothing: there is no such collection",
};

/** How the server runs the query. */
export function ExplainView({ found }) {
  const [said, setSaid] = useState("");
  const raw = JSON.stringify(found.raw, undefined, 2);
  return html`
    <dl class="tiles">
      <${Tile} label="Returned" value=${found.returned} />
      <${Tile} label="Documents examined" value=${found.documents} bad=${isWasteful(found)} />
      <${Tile} label="Index keys examined" value=${found.keys} />
      <${Tile} label="Time" value=${found.time} unit="ms" />
    </dl>
    <p class=${found.scansCollection ? "verdict bad" : "verdict good"}>${verdict(found)}</p>
    ${found.plan !== null && html`
      <section aria-label="Stages">
        <h2>Stages</h2>
        <ul class="stages">
          <${Stage} stage=${found.plan} />
        </ul>
      </section>
    `}
    <details class="raw">
      <summary>Answer of the server</summary>
      <p
        class="actions"><button type="button" onClick=${() =>
          copy(raw, setSaid)}>Copy</button> <span role="status" class="muted">${said}</span></p>
      <pre tabindex="0">${raw}</pre>
    </details>
  `;
}

function Tile({ label, value, unit = "", bad = false }) {
  return html`
    <div class=${bad ? "tile bad" : "tile"}>
      <dt>${label}</dt>
      <dd>${value === null ? "–" : countText(value)}${unit && html`
        <small>${unit}</small>
      `}</dd>
    </div>
  `;
}

function Stage({ stage }) {
  const facts = [
    stage.returned === null ? "" : `${countText(stage.returned)} returned`,
    stage.documents === null ? "" : `${countText(stage.documents)} documents examined`,
    stage.keys === null ? "" : `${countText(stage.keys)} keys examined`,
  ].filter((fact) => fact !== "");
  return html`
    <li>
      <div class=${stage.name === "COLLSCAN" ? "stage bad" : "stage"}>
        <strong>${stage.name}</strong> ${stage.index !== null && html`<span class="badge">${stage.index}</span>`}
        <span class="muted">${EXPLAINED[stage.name] ?? ""}</span>
        ${facts.length > 0 && html`<span class="facts">${facts.join(" · ")}</span>`}
        ${Object.entries(stage.details).map(([name, value]) =>
          html`<code key=${name} class="detail">${name}: ${JSON.stringify(value)}</code>`
        )}
      </div>
      ${stage.inputs.length > 0 &&
        html`<ul>${stage.inputs.map((input, at) => html`<${Stage} key=${at} stage=${input} />`)}</ul>`}
    </li>
  `;
}

function isWasteful({ documents, returned }) {
  return documents !== null && returned !== null && documents > 10 * Math.max(1, returned);
}

function verdict(found) {
  if (found.scansCollection) {
    return isWasteful(found)
      ? "No index is used: the whole collection is read for few documents. An index on the fields of the filter would help."
      : "No index is used: the whole collection is read.";
  }
  if (found.indexes.length === 0) return "No collection is read.";
  const names = found.indexes.join(", ");
  return `Uses the ${found.indexes.length === 1 ? "index" : "indexes"} ${names}${
    isWasteful(found) ? ", but looks at many documents for those that it returns." : "."
  }`;
}
