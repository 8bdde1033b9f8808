import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Console } from './app/Console.tsx';
import { startTexts } from './app/i18n.ts';
import './app/tokens.css';

startTexts();

const root = document.getElementById('console');
if (!root) throw new Error('index.html has no #console');
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);

// After the first paint: only machines without a Chinese system font will fetch any of its files.
requestAnimationFrame(() => setTimeout(() => void import('./app/fonts.ts'), 0));
