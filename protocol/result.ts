import type { ErrorCode } from './errors.js';

/** What a decoder or a check of outside input returns; it never throws (spec §1). */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode };

export type Rejection = Extract<Result<never>, { ok: false }>;

export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function reject(code: ErrorCode): Rejection {
  return { ok: false, code };
}
