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
