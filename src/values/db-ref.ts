import { BsonValue } from "./bson-value.ts";
import { sameId } from "./same-id.ts";

/** Reference to a document of a collection; stored as `{ $ref, $id, $db? }`. */
export class DBRef extends BsonValue {
  /** Name of the collection. */
  readonly $ref: string;
  /** `_id` of the document. */
  readonly $id: unknown;
  /** Name of the database, when it is another one. */
  readonly $db?: string;

  /** A document by collection and id, and by database when it is in another one. */
  constructor(collection: string, id: unknown, database?: string) {
    super();
    this.$ref = collection;
    this.$id = id;
    if (database !== undefined) this.$db = database;
  }

  /** The stored form; `$id` becomes what its own `toJSON` gives. */
  override toJSON(): { $ref: string; $id: unknown; $db?: string } {
    return this.$db === undefined
      ? { $ref: this.$ref, $id: this.$id }
      : { $ref: this.$ref, $id: this.$id, $db: this.$db };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof DBRef && other.$ref === this.$ref && other.$db === this.$db && sameId(this.$id, other.$id);
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "DBRef" {
    return "DBRef";
  }
}
