import { ask } from "./api.mjs";
import { changesBetween } from "./diff.mjs";
import { Confirm } from "./dialog.mjs";
import { html, useState } from "./html.mjs";
import { Failure, Issues, Loading } from "./notices.mjs";
import { go, tableAddress } from "./route.mjs";
import { Tree } from "./tree.mjs";
import { useFocusOnRefused } from "./use-focus.mjs";
import { useAnswer } from "./use-answer.mjs";
import { valueText } from "./value.mjs";

/** One document: with its types, where it leads, what leads to it; to be edited and deleted. */
export function DocumentView({ model, studio, id }) {
  const { answer, error, reload } = useAnswer("get", { model: model.name, id: parsed(id) });
  const [saved, setSaved] = useState(undefined);
  const found = saved ?? answer;
  if (error !== undefined) return html`<${Failure} error=${error} retry=${reload} />`;
  if (found === undefined) return html`<${Loading} what="the document" />`;
  return html`<${Loaded} found=${found} studio=${studio} onSaved=${setSaved} onReload=${() => {
    setSaved(undefined);
    reload();
  }} />`;
}

function Loaded({ found, studio, onSaved, onReload }) {
  const [draft, setDraft] = useState(undefined);
  const [failure, setFailure] = useState(undefined);
  useFocusOnRefused(failure);
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState("");
  const own = studio.models.find(({ name }) => name === found.model);
  const editing = draft !== undefined;
  const target = { model: found.model, id: found.id, revision: found.revision };
  const attempt = async (work) => {
    setFailure(undefined);
    setSaid("");
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
  };
  const save = () =>
    attempt(async () => {
      const changes = changesBetween(found.document, draft);
      onSaved(await ask("update", { ...target, changes }));
      setDraft(undefined);
      setSaid("Saved");
    });
  const remove = (how) =>
    attempt(async () => {
      await ask("remove", { ...target, how });
      if (how === "delete" && own.softDeletes) onReload();
      else go(tableAddress(found.model));
    });
  const restore = () =>
    attempt(async () => {
      onSaved(await ask("restore", target));
      setSaid("Restored");
    });
  const discard = () => {
    setDraft(undefined);
    setFailure(undefined);
  };
  const canEdit = !studio.readOnly && found.readOnly === null;
  const context = {
    editing,
    studio,
    issues: failure?.issues ?? [],
    links: new Map(editing ? [] : found.links.map((link) => [link.path.join("\0"), link])),
    fixed: ["_id", "_class_id", ...(found.revision === null ? [] : ["revision_id"])],
  };
  return html`
    <header class="head">
      <h1><a class="up" href=${tableAddress(found.model)}>${found.model}</a> <code class="id">${valueText(
        found.id,
      )}</code></h1>
      ${found.deleted && html`<span class="badge bad">deleted</span>`}
      <span class="spring"></span>
      <span role="status" class="muted">${said}</span>
      ${canEdit && !editing && html`
        <button type="button" class="primary" onClick=${() => (setSaid(""), setDraft(found.document))}>Edit</button>
        ${found.deleted && html`<button type="button" onClick=${restore}>Restore</button>`}
        <button type="button" class="danger" onClick=${() => setAsking(true)}>Delete</button>
      `}
      ${editing && html`
        <button type="submit" form="document" class="primary">Save</button>
        <button type="button" onClick=${discard}>Discard</button>
      `}
    </header>
    ${found.readOnly !== null && html`<p class="notice">${found.readOnly}</p>`}
    ${found.problem !== null &&
      html`<p class="notice bad">The model can not read this document as it is stored: ${found.problem}</p>`}
    ${failure !== undefined &&
      html`<${Refusal} error=${failure} onReload=${() => (discard(), onReload())} onForce=${() =>
        remove("withoutActions")} asked=${!editing} />`}
    <form id="document" class=${editing ? "document editing" : "document"} onSubmit=${(event) => {
      event.preventDefault();
      save();
    }}>
      <${Tree} node=${draft ?? found.document} field=${own} path=${[]} names=${[]} context=${context}
        onChange=${setDraft} />
    </form>
    ${!editing && found.incoming.length > 0 && html`<${Incoming} found=${found} />`}
    ${asking && html`
      <${Confirm} title="Delete this document?" onClose=${() => setAsking(false)} actions=${removals(
        own,
        found,
        remove,
      )}>
        <p>${own.softDeletes
          ? "It can be marked as deleted, and restored later, or removed for good."
          : "It is removed for good."}</p>
        <p><code>${found.model} ${valueText(found.id)}</code></p>
        </>
    `}
  `;
}

/** What went wrong with a change, with what can be done about it. */
function Refusal({ error, onReload, onForce, asked }) {
  const isBroken = asked && error.kind === "validation";
  return html`
    <div class="notice bad" role="alert">
      <p class="text">${error.message}</p>
      <${Issues} issues=${error.issues ?? []} />
      ${error.kind === "conflict" && html`<button type="button" onClick=${onReload}>Load again</button>`}
      ${isBroken && html`
        <p>Its actions can not run, as there is no instance of it.</p>
        <button type="button" class="danger" onClick=${onForce}>Delete without actions</button>
      `}
    </div>
  `;
}

function removals(model, found, remove) {
  if (!model.softDeletes) return [["Delete", () => remove("delete")]];
  const hard = ["Remove for good", () => remove("hardDelete")];
  return found.deleted ? [hard] : [["Mark as deleted", () => remove("delete")], hard];
}

/** Where documents are that lead to this one. */
function Incoming({ found }) {
  return html`
    <section class="incoming" aria-label="What leads here">
      <h2>What leads here</h2>
      <ul>${found.incoming.map(({ model, field }) =>
        html`
          <li key=${model + field}><a href=${tableAddress(model, {
            conditions: [{ field, operator: "eq", values: [found.id] }],
          })}>${model}</a> <span class="muted">by its field ${field}</span></li>
        `
      )}
      </ul>
    </section>
  `;
}

function parsed(id) {
  try {
    return JSON.parse(id);
  } catch {
    return { t: "null" };
  }
}
