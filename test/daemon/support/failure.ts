import { Failure } from '../../../daemon/config/failure.js';

/** The `CODE: message; remedy` of the Failure that a call ends in; anything else it throws is thrown on. */
export async function failureOf(call: () => unknown): Promise<string> {
  try {
    await call();
    return 'no failure';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${error.code}: ${error.message}; ${error.remedy}`;
  }
}
