/** The string maps of the pool database: replaced, never changed in place, so that what was read stays as it was. */

export type TextMap = Readonly<Record<string, string>>;

export function without(map: TextMap, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}
