/* The C ABI of Haricot's engine. Generated from rust/abi by cbindgen: do not edit, run its test with HARICOT_WRITE_HEADER=1. */

#ifndef HARICOT_H
#define HARICOT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The number of the contract that this library follows.
uint32_t haricot_abi_version(void);

// Describes the library as JSON: number of the contract, version, parameters and result of every symbol. Returns the
// length of the text, which is written only if it fits.
//
// # Safety
// `out` is null or has `cap` writable bytes.
uint32_t haricot_abi_describe(uint8_t *out,
                              uint32_t cap);

// Opens an engine for the calling JavaScript thread. Returns its handle, 0 on failure. The caller closes it with
// `haricot_engine_close`, or by closing its end of the doorbell.
uint32_t haricot_engine_open(void);

// Cancels everything of an engine and frees it. The caller's end of the doorbell stays the caller's to close.
void haricot_engine_close(uint32_t engine);

// The file descriptor that becomes readable when completions wait. It is given out once and belongs to the caller from
// then on; -1 when it was given out before or there is no such engine.
int32_t haricot_doorbell(uint32_t engine);

// The error record of an engine's last failed call as an untyped frame of one document; engine 0: of the calling thread.
// Returns its length, 0 when nothing failed; it is written only if it fits.
//
// # Safety
// `out` is null or has `cap` writable bytes.
uint32_t haricot_last_error(uint32_t engine,
                            uint8_t *out,
                            uint32_t cap);

// Counts of an engine's live handles and waiting requests as JSON. Returns the length of the text, which is written only
// if it fits; 0 on failure.
//
// # Safety
// `out` is null or has `cap` writable bytes.
uint32_t haricot_stats(uint32_t engine,
                       uint8_t *out,
                       uint32_t cap);

// Registers a plan, JSON of `len` bytes. Returns its handle, 0 on failure; free it with `haricot_release`.
//
// # Safety
// `buf` is null or has `len` readable bytes.
uint32_t haricot_plan(uint32_t engine,
                      const uint8_t *buf,
                      uint32_t len);

// Encodes a documents frame (plan 0: an untyped frame) to a batch. Returns its handle, 0 on failure; free it with
// `haricot_release`.
//
// # Safety
// `buf` is null or has `len` readable bytes.
uint32_t haricot_encode(uint32_t engine,
                        uint32_t plan,
                        const uint8_t *buf,
                        uint32_t len);

// Decodes a whole batch as one frame. Returns its length, 0 on failure; it is written only if it fits.
//
// # Safety
// `out` is null or has `cap` writable bytes.
uint32_t haricot_decode_batch(uint32_t engine,
                              uint32_t batch,
                              uint32_t plan,
                              uint8_t *out,
                              uint32_t cap);

// A batch of the one BSON document that the hexadecimal text spells. Returns its handle, 0 for invalid BSON or text.
//
// # Safety
// `buf` is null or has `len` readable bytes.
uint32_t haricot_batch_from_hex(uint32_t engine,
                                const uint8_t *buf,
                                uint32_t len);

// 1 when the batch's only document has just the bytes that the hexadecimal text spells, else 0.
//
// # Safety
// `buf` is null or has `len` readable bytes.
uint32_t haricot_batch_matches_hex(uint32_t engine,
                                   uint32_t batch,
                                   const uint8_t *buf,
                                   uint32_t len);

// Connects a client: an untyped frame of one document `{ uri, options }`. The client's handle is the completion's `a`.
//
// # Safety
// `buf` is null or has `len` readable bytes.
uint32_t haricot_connect(uint32_t engine,
                         uint32_t request,
                         const uint8_t *buf,
                         uint32_t len);

// Closes a client; its operations in flight end with `client_closed`.
uint32_t haricot_disconnect(uint32_t engine, uint32_t request, uint32_t client);

// Starts an operation: an envelope frame and, directly behind it, a documents frame if there are documents. `session` and `plan`
// may be 0.
//
// # Safety
// `buf` is null or has `len` readable bytes.
uint32_t haricot_query(uint32_t engine,
                       uint32_t request,
                       uint32_t client,
                       uint32_t session,
                       uint32_t plan,
                       uint32_t flags,
                       const uint8_t *buf,
                       uint32_t len);

// Asks for the next frame of a cursor.
uint32_t haricot_next(uint32_t engine, uint32_t request, uint32_t cursor);

// Does something with a session: 1 start (its handle is the completion's `a`), 2 start a transaction, 3 commit, 4 abort, 5 end;
// plus 256: measured. The buffer is empty or an untyped frame of one options document.
//
// # Safety
// `buf` is null or has `len` readable bytes.
uint32_t haricot_session(uint32_t engine,
                         uint32_t request,
                         uint32_t client,
                         uint32_t session,
                         uint32_t action,
                         const uint8_t *buf,
                         uint32_t len);

// Writes waiting completion records, as many as fit. Returns the bytes written, 0 when none waits.
//
// # Safety
// `out` is null or has `cap` writable bytes.
uint32_t haricot_drain(uint32_t engine, uint8_t *out, uint32_t cap);

// Copies a payload that was too large for its record, and frees it. Returns its length; if it does not fit it stays. 0 when
// there is none.
//
// # Safety
// `out` is null or has `cap` writable bytes.
uint32_t haricot_take(uint32_t engine,
                      uint32_t result,
                      uint8_t *out,
                      uint32_t cap);

// Drops a plan, batch, result, cursor (which is killed on the server) or session (whose transaction is aborted). 1 if it
// existed.
uint32_t haricot_release(uint32_t engine,
                         uint32_t handle);

// Gives up a request: nothing is delivered for it any more, and its cursor is closed. 1 if it was pending.
uint32_t haricot_cancel(uint32_t engine,
                        uint32_t request);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* HARICOT_H */
