import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Console } from './app/Console.tsx';
import { hasChineseGlyphs, keepChineseDrawn } from './app/chinese-glyphs.ts';
import { startTexts } from './app/i18n.ts';
import { reloadForNewRelease } from './app/new-release.ts';
import './app/tokens.css';
import './app/print.css';

const loadFonts = () => import('./app/fonts.ts');

function render(): void {
  const root = document.getElementById('console');
  if (!root) throw new Error('index.html has no #console');
  createRoot(root).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  );
}

startTexts();
reloadForNewRelease();

if (hasChineseGlyphs()) {
  render();
  // After the first paint; the browser fetches files of it only for characters that no font of the machine has.
  requestAnimationFrame(() => setTimeout(() => void loadFonts(), 0));
} else {
  keepChineseDrawn();
  void loadFonts().then(render, render);
}
