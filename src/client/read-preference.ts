/** Which members of a replica set may answer a read (MongoDB manual, "Read Preference"). */
export interface ReadPreference {
  readonly mode: "primary" | "primaryPreferred" | "secondary" | "secondaryPreferred" | "nearest";
  readonly tagSets?: readonly Readonly<Record<string, string>>[];
  readonly maxStalenessSeconds?: number;
  readonly hedge?: { readonly enabled?: boolean };
}
