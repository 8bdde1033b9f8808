/**
 * Whether this machine can draw Chinese by itself: two characters that it lacks look the same, a box.
 * Some browsers draw the code into the box; they are taken to have the glyphs, and get the font a moment later.
 */
export function hasChineseGlyphs(): boolean {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context) return true;
  context.font = '16px sans-serif';
  context.textBaseline = 'top';
  const draw = (character: string) => {
    context.clearRect(0, 0, 24, 24);
    context.fillText(character, 0, 0);
    return context.getImageData(0, 0, 24, 24).data.join();
  };
  return draw('民') !== draw('康');
}

/**
 * Chromium neither fetches the font for every short text that needs it nor draws anew what it drew as boxes meanwhile. So
 * the files for each character that appears are asked for by name, and a changed font feature, one that no font has, makes
 * it draw again when they are there.
 */
export function keepChineseDrawn(): void {
  const seen = new Set<string>();
  let round = 0;
  const redraw = () => {
    round += 1;
    document.body.style.fontFeatureSettings = `"mkre" ${round}`;
  };
  const look = () => {
    const fresh = [...new Set(textShown().match(/\p{Script=Han}/gu))].filter((character) => !seen.has(character));
    if (fresh.length === 0) return;
    for (const character of fresh) seen.add(character);
    const files = ['400', '700'].map((weight) => document.fonts.load(`${weight} 14px "Noto Sans SC"`, fresh.join('')));
    void Promise.allSettled(files).then(redraw);
  };
  new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
}

function textShown(): string {
  const hints = [...document.querySelectorAll('[placeholder]')].map((field) => field.getAttribute('placeholder'));
  return (document.body.textContent ?? '') + hints.join('');
}
