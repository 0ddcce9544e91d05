/** JSON documents: values of any shape around the words of a vocabulary, mostly well-formed. */
import type { Draws } from './draws.js';

export function drawJson(draws: Draws, keys: readonly string[], values: readonly string[], depth = 0): string {
  switch (draws.upTo(depth > 5 ? 4 : 8)) {
    case 0:
      return draws.oneOf(['null', 'true', 'false', '{}', '[]', '""']);
    case 1:
      return draws.oneIn(6)
        ? draws.oneOf(['1e999', '-0', '00', '01', '1.', '.5', '9'.repeat(400)])
        : String(draws.number());
    case 2:
    case 3:
      return JSON.stringify(draws.text(values));
    case 4:
      return `[${draws.many(0, 5, () => drawJson(draws, keys, values, depth + 1)).join(',')}]`;
    case 5:
      return depth === 0 ? '['.repeat(draws.upTo(20_000)) : '[]';
    default:
      return `{${draws
        .many(0, 6, () => `${JSON.stringify(draws.text(keys))}:${drawJson(draws, keys, values, depth + 1)}`)
        .join(',')}}`;
  }
}
