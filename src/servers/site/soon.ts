/** A value that is mostly there at once: waiting for what need not be waited for costs a server of small files its speed. */

export type Soon<T> = T | Promise<T>;

export function after<T, U>(value: Soon<T>, next: (value: T) => Soon<U>): Soon<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
