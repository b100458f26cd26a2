import { ask } from "./api.mjs";
import { isNeeded, newNode } from "./fields.mjs";
import { html, useState } from "./html.mjs";
import { Failure, Issues } from "./notices.mjs";
import { documentAddress, go, tableAddress } from "./route.mjs";
import { Tree } from "./tree.mjs";
import { useFocusOnRefused } from "./use-focus.mjs";

/** A new document, which starts with the fields that it has to have. */
export function CreateView({ model, studio }) {
  const [draft, setDraft] = useState(() => ({
    t: "object",
    v: model.fields.filter(isNeeded).map((field) => [field.stored, newNode(field, studio)]),
  }));
  const [failure, setFailure] = useState(undefined);
  useFocusOnRefused(failure);
  const save = async (event) => {
    event.preventDefault();
    setFailure(undefined);
    try {
      const made = await ask("insert", { model: model.name, document: draft });
      go(documentAddress(made.model, made.id));
    } catch (error) {
      setFailure(error);
    }
  };
  if (studio.readOnly || !model.canCreate) {
    return html`<${Failure} error=${new Error(`Documents of ${model.name} can not be added here.`)} />`;
  }
  const context = { editing: true, studio, issues: failure?.issues ?? [], links: new Map(), fixed: [] };
  return html`
    <header class="head">
      <h1>New ${model.name}</h1>
      <span class="spring"></span>
      <button type="submit" form="document" class="primary">Insert</button>
      <a class="button" href=${tableAddress(model.name)}>Cancel</a>
    </header>
    ${failure !== undefined && html`
      <div class="notice bad" role="alert">
        <p class="text">${failure.message}</p>
        <${Issues} issues=${failure.issues ?? []} />
      </div>
    `}
    <form id="document" class="document editing" onSubmit=${save}>
      <${Tree} node=${draft} field=${model} path=${[]} names=${[]} context=${context}
        onChange=${setDraft} />
    </form>
    <p class="muted">Fields that are left out get the model's defaults.</p>
  `;
}
