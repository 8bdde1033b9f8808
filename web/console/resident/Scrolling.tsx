import type { ReactNode } from 'react';

/** What may be wider than the screen: it scrolls by itself, by the keyboard too. */
export function Scrolling({ children }: { readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <div className="scrolls" tabIndex={0}>
      {children}
    </div>
  );
}
