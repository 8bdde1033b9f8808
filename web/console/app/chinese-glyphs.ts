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
 * Chromium keeps boxes that it drew for short texts while a file of the font was on its way, also after it came.
 * A changed font feature, one that no font has, makes it draw them anew.
 */
export function redrawWhenFontsCome(): void {
  let round = 0;
  document.fonts.addEventListener('loadingdone', () => {
    round += 1;
    document.body.style.fontFeatureSettings = `"mkre" ${round}`;
  });
}
