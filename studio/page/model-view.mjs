import { DocumentTable } from "./document-table.mjs";
import { ExplainView } from "./explain-view.mjs";
import { FilterBar } from "./filter-bar.mjs";
import { html } from "./html.mjs";
import { IndexView } from "./index-view.mjs";
import { CodePanel } from "./code-panel.mjs";
import { Failure, Loading } from "./notices.mjs";
import { address, go } from "./route.mjs";
import { LABELS } from "./sidebar.mjs";
import { useAnswer } from "./use-answer.mjs";

/** The documents of a model, how a query for them runs, and its indexes. */
export function ModelView({ model, studio, part, query }) {
  const tab = (name, label, more) =>
    html`
      <a class="tab" href=${address("model", [model.name, name], more)} aria-current=${part === name
        ? "page"
        : undefined}>${label}</a>
    `;
  return html`
    <header class="head">
      <h1>${model.name}</h1>
      ${LABELS[model.kind] && html`<span class="badge kind">${LABELS[model.kind]}</span>`}
      <span class="muted where">${model.collection}</span>
      <span class="spring"></span>
      ${model.canCreate && !studio.readOnly &&
        html`<a class="button primary" href=${address("new", [model.name])}>New document</a>`}
    </header>
    <nav class="tabs" aria-label=${`Views of ${model.name}`}>
      ${tab("documents", "Documents", query)} ${tab("explain", "Explain", query)} ${tab("indexes", "Indexes")}
    </nav>
    ${part === "indexes"
      ? html`<${IndexView} model=${model} />`
      : html`<${QueryView} model=${model} query=${query} part=${part} />`}
  `;
}

function QueryView({ model, query, part }) {
  const change = (more) => go(address("model", [model.name, part], compact({ ...query, ...more })));
  const { columns: _columns, ...asked } = query;
  const request = { model: model.name, limit: 25, ...asked };
  const { answer, error, loading, reload } = useAnswer(part === "explain" ? "explain" : "list", request);
  const isOfFilter = error !== undefined && ["value", "request"].includes(error.kind);
  return html`
    <${FilterBar} model=${model} query=${query} error=${isOfFilter ? error : undefined} onApply=${(more) =>
      change({ ...more, skip: 0 })} />
    ${(model.softDeletes || model.hasChildren) && html`
      <div class="switches">
        ${model.hasChildren &&
          html`<label><input type="checkbox" checked=${query.withChildren === true} onChange=${(event) =>
            change({ withChildren: event.target.checked, skip: 0 })} /> documents of children</label>`}
        ${model.softDeletes &&
          html`<label><input type="checkbox" checked=${query.withDeleted === true} onChange=${(event) =>
            change({ withDeleted: event.target.checked, skip: 0 })} /> deleted documents</label>`}
      </div>
    `}
    ${error !== undefined && !isOfFilter && html`<${Failure} error=${error} retry=${reload} />`}
    ${answer === undefined && error === undefined && html`<${Loading} what="documents" />`}
    ${answer?.rows !== undefined && part === "documents" && html`
      <${DocumentTable} model=${model} query=${query} page=${answer} loading=${loading} onChange=${change} />
      <${CodePanel} code=${answer.code} imports=${answer.imports} />
    `}
    ${answer?.raw !== undefined && part === "explain" && html`<${ExplainView} found=${answer} />`}
  `;
}

/** A query without what it says by default, for short addresses. */
function compact(query) {
  const isPlain = ([name, value]) =>
    value === undefined || value === false || (Array.isArray(value) && value.length === 0) ||
    (name === "skip" && value === 0) ||
    (name === "match" && value === "all");
  return Object.fromEntries(Object.entries(query).filter((entry) => !isPlain(entry)));
}
