/** How times, durations and sizes are written in a report, and texts in a Markdown table. */

/** `2026-01-01 12:00:00 UTC`; a dash for a moment that has not come. */
export function formatTime(at: number | null): string {
  return at === null ? '–' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1 h 02 min`, `3 min 05 s`, `7 s`; a dash while one end is missing. */
export function formatDuration(from: number | null, to: number | null): string {
  if (from === null || to === null) return '–';
  const seconds = Math.round((to - from) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** In powers of 1000, as networks and disks are sold: `620 MB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? 'B'}`;
}

/** Names come from the pool: a bar or a line break in one must not break the table, nor a bracket become a link. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|`*_[\]<>]/g, String.raw`\$&`);
}

/** A command in a code span; backquotes cannot be escaped in one, so it is fenced by more of them. */
export function codeSpan(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', String.raw`\|`);
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
