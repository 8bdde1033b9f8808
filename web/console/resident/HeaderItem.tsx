import type { ReactNode } from 'react';

/** A labelled value in the header of a resident. */
export function HeaderItem({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <span className="resident-item">
      <span className="muted">{label}</span> <span className="numeric">{children}</span>
    </span>
  );
}
