/** The settings of re-hashing as numbers. */
import type { Milliseconds } from '../../shared/clock.js';
import { spanLength } from '../../shared/span.js';
import type { Settings } from '../config/schema.js';

/** @param media checked by the schema: `7d`, `12h`, `30m`, `0` */
export function rehashSettings(media: Settings['media']): { readonly every: Milliseconds; readonly rate: number } {
  return { every: spanLength(media.rehashEvery), rate: media.rehashRate * 1_000_000 };
}
