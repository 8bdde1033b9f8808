/** Whether a key went into a field, where single letters are text and not commands. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  return event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]') !== null;
}
