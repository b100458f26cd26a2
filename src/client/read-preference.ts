/** Which members of a replica set may answer a read (MongoDB manual, "Read Preference"). */
export interface ReadPreference {
  /** Which members are read from, or preferred. */
  readonly mode: "primary" | "primaryPreferred" | "secondary" | "secondaryPreferred" | "nearest";
  /** Only members with all tags of a set; the first set that any member has counts. */
  readonly tagSets?: readonly Readonly<Record<string, string>>[];
  /** How far a secondary may lag behind, in seconds; at least 90. */
  readonly maxStalenessSeconds?: number;
  /** Whether a sharded cluster asks two members and takes the faster answer. */
  readonly hedge?: { readonly enabled?: boolean };
}
