/** Light or dark: as the system has it, until somebody chooses; the choice is kept in this browser. */

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'drydock-theme';

export interface ThemeSwitch {
  readonly chosen: Theme;
  next(): void;
}

export function followTheme(changed: () => void): ThemeSwitch {
  const system = matchMedia('(prefers-color-scheme: dark)');
  let chosen = remembered();
  const show = (): void => {
    const dark = chosen === 'dark' || (chosen === 'system' && system.matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    changed();
  };
  system.addEventListener('change', show);
  show();
  return {
    get chosen() {
      return chosen;
    },
    next: () => {
      chosen = themes[(themes.indexOf(chosen) + 1) % themes.length] ?? 'system';
      remember(chosen);
      show();
    },
  };
}

function remembered(): Theme {
  try {
    const found = localStorage.getItem(key);
    return themes.find((theme) => theme === found) ?? 'system';
  } catch {
    // Storage may be forbidden; then it is the system's theme each time.
    return 'system';
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    return;
  }
}
