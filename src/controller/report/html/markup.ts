/** Markup that cannot be mistaken for text: texts are escaped on their way in, and only what was made here is put in as it is. */
import { escapeHtml } from './escape-html.js';

export class Markup {
  constructor(readonly html: string) {}
}

type Piece = string | number | Markup | readonly (string | Markup)[];

/** A template whose values are escaped unless they are markup themselves: markup`<b>${name}</b>`. */
export function markup(parts: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return new Markup(
    parts.map((part, index) => part + (index < values.length ? shown(values[index] ?? '') : '')).join(''),
  );
}

export const nothing = new Markup('');

function shown(value: Piece): string {
  if (value instanceof Markup) return value.html;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(shown).join('');
}

/** A table; a cell that is a number of something is a string with the class `number` in `numeric`. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Piece[])[],
  numeric: readonly number[] = [],
): Markup {
  const attribute = (column: number): Markup => (numeric.includes(column) ? markup` class="number"` : nothing);
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((name, column) => markup`<th scope="col" ${attribute(column)}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            markup`<tr>
              ${cells.map((cell, column) => markup`<td${attribute(column)}>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div> `;
}

/** undefined leaves a section out. */
export function section(id: string, title: string, body: Markup): Markup {
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section> `;
}
