import { render } from 'preact';
import { App } from './app.tsx';
import { openWall } from './live/openWall.ts';
import { applyTheme, currentTheme } from './part/theme.ts';

// The program of the page at `/`.
const root = document.getElementById('console');
if (root === null) throw new Error('The page has no place for the console');
applyTheme(currentTheme());
root.replaceChildren(); // what stood there for those without scripts
render(<App wall={openWall()} />, root);
