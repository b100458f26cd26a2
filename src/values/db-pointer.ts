import { BsonValue } from "./bson-value.ts";
import type { ObjectId } from "./object-id.ts";

/** The deprecated BSON type DBPointer, kept as it was stored. */
export class DBPointer extends BsonValue {
  /** Namespace: database and collection. */
  readonly namespace: string;
  /** Id of the document. */
  readonly id: ObjectId;

  /** A document by collection (`database.collection`) and id. */
  constructor(namespace: string, id: ObjectId) {
    super();
    this.namespace = namespace;
    this.id = id;
  }

  /** Extended JSON: `{ "$dbPointer": { "$ref": "...", "$id": { "$oid": "..." } } }`. */
  override toJSON(): { $dbPointer: { $ref: string; $id: { $oid: string } } } {
    return { $dbPointer: { $ref: this.namespace, $id: { $oid: this.id.toString() } } };
  }

  /** Whether the other value is of the same type and would be stored as the same bytes. */
  override equals(other: unknown): boolean {
    return other instanceof DBPointer && other.namespace === this.namespace && this.id.equals(other.id);
  }

  /** Name of the BSON type, as in the `bson` package. */
  override get _bsontype(): "DBPointer" {
    return "DBPointer";
  }
}
