/** The settings of re-hashing as numbers. */
import type { Milliseconds } from '../../shared/clock.js';
import type { Settings } from '../config/schema.js';

const units: Readonly<Record<string, Milliseconds>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @param media checked by the schema: `7d`, `12h`, `30m`, `0` */
export function rehashSettings(media: Settings['media']): { readonly every: Milliseconds; readonly rate: number } {
  const unit = units[media.rehashEvery.slice(-1)] ?? 0;
  return { every: Number.parseInt(media.rehashEvery, 10) * unit, rate: media.rehashRate * 1_000_000 };
}
