/** Numbers as people read them: bytes, rates, durations, times. */

const steps = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1.5 MB`: powers of ten, three digits at most. */
export function bytes(count: number): string {
  let value = count;
  let step = 0;
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${step === 0 ? Math.round(value).toString() : short(value)} ${steps[step] ?? ''}`;
}

export function rate(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`;
}

/** `0:07`, `12:30`, `1:02:03`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const two = (value: number): string => value.toString().padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** `2026-01-05 22:00:00Z`: UTC, since several machines are involved. */
export function moment(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

function short(value: number): string {
  return value < 9.95 ? value.toFixed(1) : Math.round(value).toString();
}
