import { BsonValue } from "./bson-value.ts";
import type { ObjectId } from "./object-id.ts";

/** The deprecated BSON type DBPointer, kept as it was stored. */
export class DBPointer extends BsonValue {
  /** Namespace: database and collection. */
  readonly namespace: string;
  readonly id: ObjectId;

  constructor(namespace: string, id: ObjectId) {
    super();
    this.namespace = namespace;
    this.id = id;
  }

  /** Extended JSON: `{ "$dbPointer": { "$ref": "...", "$id": { "$oid": "..." } } }`. */
  override toJSON(): { $dbPointer: { $ref: string; $id: { $oid: string } } } {
    return { $dbPointer: { $ref: this.namespace, $id: { $oid: this.id.toString() } } };
  }

  override equals(other: unknown): boolean {
    return other instanceof DBPointer && other.namespace === this.namespace && this.id.equals(other.id);
  }

  override get _bsontype(): "DBPointer" {
    return "DBPointer";
  }
}
