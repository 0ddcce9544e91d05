/** Keeps a text as a file on the person's own machine; nothing is sent for it. */
import { html, type TemplateResult } from 'lit/html.js';

export function saveButton(name: string, text: string): TemplateResult {
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  };
  return html`<button class="button" @click=${save}>Save</button>`;
}
