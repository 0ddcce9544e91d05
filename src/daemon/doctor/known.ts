/** A fact that may not be there to be had: a value, or the reason why nobody knows. */
import { describeCause } from '../../shared/errors/drydock-error.js';

export type Known<T> = { readonly value: T } | { readonly unknown: string };

export function known<T>(value: T): Known<T> {
  return { value };
}

/** The reason without its full stop: it becomes a part of a sentence. */
export function unknown(reason: string): { readonly unknown: string } {
  return { unknown: reason.replace(/\.+$/, '') };
}

/** Whatever goes wrong while a fact is read makes it unknown: doctor never ends because one look failed. */
export async function knownOr<T>(read: () => Promise<T>): Promise<Known<T>> {
  try {
    return known(await read());
  } catch (cause) {
    return unknown(describeCause(cause));
  }
}
