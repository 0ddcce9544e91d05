/** The result of a task: always the text of an XML-RPC value, whatever the transport (reference: xapi.md 1.7). */
import { decodeValue } from './wire/decode.js';
import { DrydockError } from '../shared/errors/drydock-error.js';

/** The text that a finished task returned; null for a void result, and for one that is no text. */
export function taskResultText(result: string): string | null {
  if (result === '') return null;
  try {
    const value = decodeValue(result);
    return typeof value === 'string' && value !== '' ? value : null;
  } catch (error) {
    if (error instanceof DrydockError) return null;
    throw error;
  }
}
