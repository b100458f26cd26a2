import { flatFields } from "./fields.mjs";
import { html } from "./html.mjs";
import { Empty } from "./notices.mjs";
import { documentAddress, tableAddress } from "./route.mjs";
import { countText } from "./text.mjs";
import { nodeAt, Value, valueText } from "./value.mjs";

const USUAL_COLUMNS = 7;

/** A page of documents. */
export function DocumentTable({ model, query, page, loading, onChange }) {
  const fields = flatFields(model);
  const columns = columnsOf(model, fields, query);
  const mixed = model.hasChildren || model.kind === "union";
  if (page.rows.length === 0) return html`<${NoRows} query=${query} onChange=${onChange} model=${model} />`;
  return html`
    <div class="tools">
      <p class="muted" role="status">${range(query, page)}</p>
      <details class="chooser">
        <summary>Columns</summary>
        <div class="choices">
          ${fields.map((field) =>
            html`
              <label key=${field.path}>
                <input type="checkbox" checked=${columns.includes(field)} onChange=${(event) =>
                  onChange({ columns: chosen(fields, columns, field, event.target.checked) })} />
                ${field.path}
              </label>
            `
          )}
        </div>
      </details>
      <${Pager} query=${query} page=${page} onChange=${onChange} />
    </div>
    <div class=${loading ? "scroller loading" : "scroller"} tabindex="0" role="region" aria-label="Documents">
      <table>
        <thead>
          <tr>
          ${mixed && html`<th scope="col">class</th>`}
          ${columns.map((field) =>
            html`<${Header} key=${field.path} field=${field} query=${query} onChange=${onChange} />`
          )}
        </tr>
        </thead>
        <tbody>${page.rows.map((row, at) =>
          html`<${Row} key=${at} row=${row} model=${model} columns=${columns} mixed=${mixed} />`
        )}</tbody>
      </table>
    </div>
  `;
}

function Row({ row, model, columns, mixed }) {
  const name = row.model ?? model.name;
  const marks = [row.deleted ? "deleted" : "", row.problem === null ? "" : "broken"].join(" ");
  return html`
    <tr class=${marks}>
      ${mixed && html`<td>${row.model ?? html`<span class="absent">unknown</span>`}</td>`}
      ${columns.map((field, at) => {
        const node = nodeAt(row.document, field.storedPath);
        const value = field.link === undefined || node === undefined || node.t === "null"
          ? html`<${Value} node=${node} short />`
          : html`<${LinkCell} field=${field} node=${node} />`;
        if (at > 0 || row.id === null) return html`<td key=${field.path}>${value}</td>`;
        return html`
          <th key=${field.path} scope="row">
            <a class="open" href=${documentAddress(name, row.id)}>${node === undefined ? valueText(row.id) : value}</a>
            ${row.deleted && html`<span class="badge bad">deleted</span>`}
            ${row.problem !== null && html`<span class="badge bad" title=${row.problem}>does not fit</span>`}
          </th>
        `;
      })}
    </tr>
  `;
}

function LinkCell({ field, node }) {
  if (node.t === "array" || field.link.model === null) return html`<${Value} node=${node} short />`;
  const id = node.t === "dbRef" ? node.v[1] : node;
  return html`<a class="link" href=${documentAddress(field.link.model, id)} title=${`Open the ${field.link.model}`}>${
    valueText(id)
  }</a>`;
}

const SORTED = { "1": "ascending", "-1": "descending" };

function Header({ field, query, onChange }) {
  const current = query.sort?.[0]?.field === field.path ? query.sort[0].direction : 0;
  const next = current === 0 ? 1 : current === 1 ? -1 : 0;
  const sort = next === 0 ? [] : [{ field: field.path, direction: next }];
  return html`
    <th scope="col" aria-sort=${SORTED[current]}>
      <button type="button" class="sort" onClick=${() => onChange({ sort, skip: 0 })} title="Sort">
        ${field.path}<span class="arrow" aria-hidden="true">${{ "1": "↑", "-1": "↓" }[current] ?? ""}</span>
      </button>
    </th>
  `;
}

function Pager({ query, page, onChange }) {
  const { skip = 0, limit = 25 } = query;
  const isLast = !page.count.isMore && skip + page.rows.length >= page.count.value;
  return html`
    <nav class="pager" aria-label="Pages">
      <label>rows
        <select value=${String(limit)} onChange=${(event) => onChange({ limit: Number(event.target.value), skip: 0 })}>
          ${[10, 25, 50, 100, 200].map((size) => html`<option key=${size} value=${String(size)}>${size}</option>`)}
        </select>
      </label>
      <button type="button" disabled=${skip === 0} onClick=${() =>
        onChange({ skip: Math.max(0, skip - limit) })}>Previous</button>
      <button type="button" disabled=${isLast} onClick=${() => onChange({ skip: skip + limit })}>Next</button>
    </nav>
  `;
}

function NoRows({ query, onChange, model }) {
  if (query.skip > 0) {
    return html`<${Empty} title="No more documents"><p>This page is behind the last one.</p>
      <button type="button" onClick=${() => onChange({ skip: 0 })}>First page</button></>`;
  }
  if (query.conditions?.length > 0) {
    return html`<${Empty} title="Nothing matches"><p>No document meets these conditions.</p>
      <a class="button" href=${tableAddress(model.name)}>Show all documents</a></>`;
  }
  return html`
    <${Empty} title="No documents">
      <p>There is nothing in “${model.collection}” yet.</p>
      </>
  `;
}

function range({ skip = 0 }, { rows, count }) {
  const total = count.isMore ? `more than ${countText(count.value)}` : countText(count.value);
  return `${countText(skip + 1)}–${countText(skip + rows.length)} of ${total}`;
}

/** The id and the first plain fields, or those that were chosen. */
function columnsOf(model, fields, { columns }) {
  if (columns?.length > 0) {
    const found = columns.flatMap((path) => fields.find((field) => field.path === path) ?? []);
    if (found.length > 0) return found;
  }
  const simple = fields.filter((field) => field.depth === 0 && !holdsObjects(field));
  return simple.length > 0 ? simple.slice(0, USUAL_COLUMNS) : model.fields.length > 0 ? fields.slice(0, 1) : [];
}

function holdsObjects({ kind, element }) {
  return ["object", "record", "variant"].includes(kind) || (element !== undefined && holdsObjects(element));
}

function chosen(fields, columns, field, isOn) {
  return fields.filter((one) => one === field ? isOn : columns.includes(one)).map(({ path }) => path);
}
