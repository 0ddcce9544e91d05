/** What was made of records, as long as these are the same: of a pool that is looked at every second most stays as it was. */

/** Looks at the identity of what it is given, all of which must be the same as the last time. */
export function remembered<First extends object, Rest extends readonly object[], Result>(
  make: (first: First, ...rest: Rest) => Result,
): (first: First, ...rest: Rest) => Result {
  const kept = new WeakMap<First, { readonly rest: Rest; readonly result: Result }>();
  return (first, ...rest) => {
    const last = kept.get(first);
    if (last?.rest.every((one, index) => one === rest[index]) === true) return last.result;
    const result = make(first, ...rest);
    kept.set(first, { rest, result });
    return result;
  };
}
