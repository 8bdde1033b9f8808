import { type ReactNode, useEffect } from 'react';
import './page.css';

interface PageProps {
  readonly title: string;
  /** One paragraph: what the page is for. */
  readonly purpose?: string;
  /** The standard behind it. */
  readonly standard?: string;
  /** Buttons at the right of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: its one heading, its name in the browser's tab, its content. */
export function Page({ title, purpose, standard, actions, children }: PageProps) {
  usePageTitle(title);
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {purpose && (
            <p className="page-purpose">
              {purpose} {standard && <span className="page-standard">{standard}</span>}
            </p>
          )}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** Names the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · 民康 Minkang` : '民康 Minkang';
  }, [title]);
}
