import { CONTROL_ERRORS } from './errors/control.js';
import { DAEMON_ERRORS } from './errors/daemon.js';
import { NATIVE_ERRORS } from './errors/native.js';
import { PROTOCOL_ERRORS } from './errors/protocol.js';

export type ErrorCode =
  | keyof typeof PROTOCOL_ERRORS
  | keyof typeof DAEMON_ERRORS
  | keyof typeof CONTROL_ERRORS
  | keyof typeof NATIVE_ERRORS;

/**
 * Every code that a rejection, a log line, a metric label or an exit message can carry, with what happened and what a
 * person can do about it; docs/errors.md lists the same.
 */
export const ERRORS: Readonly<Record<ErrorCode, { readonly meaning: string; readonly remedy: string }>> = {
  ...PROTOCOL_ERRORS,
  ...DAEMON_ERRORS,
  ...CONTROL_ERRORS,
  ...NATIVE_ERRORS,
};

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}
