/** The shapes that go with the words: drawn here, so that nothing is fetched, and hidden from screen readers. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit/html.js';
import type { Tone } from '../model/tones.js';

const line = (content: SVGTemplateResult): TemplateResult => html`
  <svg
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.7"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${content}
  </svg>
`;

export const icons = {
  overview: line(svg`<path d="M3 9.5 10 3l7 6.5V17h-4.5v-4.5h-5V17H3z" />`),
  media: line(svg`<circle cx="10" cy="10" r="7" /><circle cx="10" cy="10" r="2" />`),
  servers: line(
    svg`<rect x="3" y="3.5" width="14" height="5.5" rx="1.2" /><rect x="3" y="11" width="14" height="5.5" rx="1.2" /><path d="M6 6.2h.01M6 13.7h.01" />`,
  ),
  pools: line(
    svg`<rect x="3" y="3" width="6" height="6" rx="1.2" /><rect x="11" y="3" width="6" height="6" rx="1.2" /><rect x="7" y="11.5" width="6" height="6" rx="1.2" />`,
  ),
  runs: line(svg`<path d="M3 5h6M6.5 10h8M10 15h7" />`),
  rollouts: line(
    svg`<path d="M2.5 7c2-2.6 4-2.6 5.8 0s4 2.6 5.9 0c1-1.4 2-2 3.3-2M2.5 14c2-2.6 4-2.6 5.8 0s4 2.6 5.9 0c1-1.4 2-2 3.3-2" />`,
  ),
  audit: line(svg`<path d="M5 3h7l3.5 3.500V17H5z" /><path d="M8 9.500h5M8 13h5" />`),
  light: line(
    svg`<circle cx="10" cy="10" r="3.4" /><path d="M10 2v1.800M10 16.200V18M2 10h1.800M16.2 10H18M4.3 4.300l1.3 1.300M14.4 14.400l1.3 1.300M4.3 15.700l1.3-1.300M14.4 5.600l1.3-1.3" />`,
  ),
  dark: line(svg`<path d="M16.5 12.300A7 7 0 0 1 7.7 3.500a7 7 0 1 0 8.8 8.800z" />`),
  system: line(svg`<circle cx="10" cy="10" r="7" /><path d="M10 3v14a7 7 0 0 0 0-14z" fill="currentColor" />`),
  out: line(svg`<path d="M8 3H4v14h4M13 6.5 16.5 10 13 13.500M16.5 10H8" />`),
} as const;

/** One shape for each tone: whoever sees no colours tells them apart all the same. */
export const toneIcons: Readonly<Record<Tone, TemplateResult>> = {
  good: line(svg`<circle cx="10" cy="10" r="7.3" /><path d="m6.7 10.3 2.3 2.3 4.4-4.8" />`),
  busy: line(svg`<path d="M10 2.700a7.3 7.3 0 1 0 7.3 7.3" /><path d="M10 6v4l2.6 1.8" />`),
  care: line(svg`<path d="M10 3 17.7 16.500H2.300z" /><path d="M10 8.200v3.600M10 14.200h.01" />`),
  bad: line(svg`<path d="M7 2.700h6l4.3 4.300v6L13 17.300H7L2.7 13V7z" /><path d="m7.5 7.5 5 5M12.5 7.500l-5 5" />`),
  quiet: line(svg`<circle cx="10" cy="10" r="7.3" stroke-dasharray="3 2.4" /><path d="M7 10h6" />`),
};

export const brandMark = html`
  <svg viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#0f4c75" />
    <path
      d="M7 9v14h18V9"
      fill="none"
      stroke="#fff"
      stroke-width="2.6"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
    <path d="M11 13h10l-1.6 5.500h-6.800z" fill="#9fd0f2" />
  </svg>
`;
