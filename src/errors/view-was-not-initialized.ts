import { CollectionWasNotInitialized } from "./collection-was-not-initialized.ts";

/** A view was read before `init` bound it to a database. Code `model.not_initialized`. */
export class ViewWasNotInitialized extends CollectionWasNotInitialized {}
