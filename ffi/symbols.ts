/** Types that cross the C ABI. A `buffer` is memory of the caller that native code uses during the call only. */
export type NativeType = "u32" | "i32" | "buffer" | "void";

/** Parameters and result of one symbol. */
export interface NativeSignature {
  readonly parameters: readonly NativeType[];
  readonly result: NativeType;
}

/** Number of the contract in `docs/internals/abi.md` that this table follows. */
export const ABI_VERSION = 1;

/** Every function of the C ABI; both adapters bind this table, and the library's own description is compared with it. */
export const SYMBOLS = {
  haricot_abi_version: { parameters: [], result: "u32" },
  haricot_abi_describe: { parameters: ["buffer", "u32"], result: "u32" },
  haricot_engine_open: { parameters: [], result: "u32" },
  haricot_engine_close: { parameters: ["u32"], result: "void" },
  haricot_doorbell: { parameters: ["u32"], result: "i32" },
  haricot_plan: { parameters: ["u32", "buffer", "u32"], result: "u32" },
  haricot_encode: { parameters: ["u32", "u32", "buffer", "u32"], result: "u32" },
  haricot_decode_batch: { parameters: ["u32", "u32", "u32", "buffer", "u32"], result: "u32" },
  haricot_batch_from_hex: { parameters: ["u32", "buffer", "u32"], result: "u32" },
  haricot_batch_matches_hex: { parameters: ["u32", "u32", "buffer", "u32"], result: "u32" },
  haricot_connect: { parameters: ["u32", "u32", "buffer", "u32"], result: "u32" },
  haricot_disconnect: { parameters: ["u32", "u32", "u32"], result: "u32" },
  haricot_query: { parameters: ["u32", "u32", "u32", "u32", "u32", "u32", "buffer", "u32"], result: "u32" },
  haricot_next: { parameters: ["u32", "u32", "u32"], result: "u32" },
  haricot_session: { parameters: ["u32", "u32", "u32", "u32", "u32", "buffer", "u32"], result: "u32" },
  haricot_drain: { parameters: ["u32", "buffer", "u32"], result: "u32" },
  haricot_take: { parameters: ["u32", "u32", "buffer", "u32"], result: "u32" },
  haricot_release: { parameters: ["u32", "u32"], result: "u32" },
  haricot_cancel: { parameters: ["u32", "u32"], result: "u32" },
  haricot_last_error: { parameters: ["u32", "buffer", "u32"], result: "u32" },
  haricot_stats: { parameters: ["u32", "buffer", "u32"], result: "u32" },
} as const satisfies Record<string, NativeSignature>;

/** Symbols that tell a wrong library from a missing one: bound alone when binding the whole table fails. */
export const VERSION_SYMBOL = { haricot_abi_version: SYMBOLS.haricot_abi_version } as const;

interface NativeValues {
  u32: number;
  i32: number;
  buffer: Uint8Array;
  void: void;
}

type Arguments<P extends readonly NativeType[]> = { -readonly [I in keyof P]: NativeValues[P[I]] };

/** The functions of a bound table, typed from it. */
export type Bound<Table extends Record<string, NativeSignature>> = {
  readonly [Name in keyof Table]: (
    ...values: Arguments<Table[Name]["parameters"]>
  ) => NativeValues[Table[Name]["result"]];
};

/** The native library: every function of {@link SYMBOLS}. */
export type Native = Bound<typeof SYMBOLS>;
