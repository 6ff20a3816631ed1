const key = 'weft-theme';

/** Light or dark as the system says, until somebody chooses; the choice is kept on this machine. */
export type Theme = 'light' | 'dark';

const prefersDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

function chosen(): Theme | null {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null; // a browser that keeps nothing
  }
}

export function currentTheme(): Theme {
  return chosen() ?? (prefersDark().matches ? 'dark' : 'light');
}

/** Puts the theme on the page. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

/** Chooses a theme. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(key, theme);
  } catch {
    // It holds until the page is closed.
  }
}

/** Calls back when the system changes and nobody has chosen. */
export function followSystem(listener: (theme: Theme) => void): () => void {
  const query = prefersDark();
  const changed = (): void => {
    if (chosen() === null) listener(currentTheme());
  };
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
