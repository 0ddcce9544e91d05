/** Numbers as people read them: sizes, rates, spans and instants, each the same everywhere on the page. */

const steps = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `712 kB`, `1.4 GB`: three digits at most, so that columns stay narrow. */
export function bytes(value: number): string {
  let size = Math.max(0, value);
  let step = 0;
  while (size >= 999.5 && step < steps.length - 1) {
    size /= 1000;
    step += 1;
  }
  const digits = step === 0 || size >= 99.95 ? 0 : 1;
  return `${size.toFixed(digits)} ${steps[step] ?? 'B'}`;
}

export function rate(value: number): string {
  return `${bytes(value)}/s`;
}

/** `45 s`, `3 min 05 s`, `2 h 04 min`, `3 d 4 h`. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${two(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A span without its small change, for ranges and forecasts: `50 min`, `3 h 05 min`. */
export function roughSpan(milliseconds: number): string {
  if (milliseconds < 60_000) return span(milliseconds);
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 60 ? `${minutes} min` : span(minutes * 60_000);
}

/** `14:05:09`: for what counts down in front of one's eyes. */
export function clockSpan(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${value} ${value === 1 ? noun : plural}`;
}

/** A percentage that says 100 only of the whole. */
export function percent(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(100, Math.floor((part / whole) * 100));
}

function two(value: number): string {
  return value.toString().padStart(2, '0');
}
