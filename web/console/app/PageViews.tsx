import { Link, type LinkProps } from '@tanstack/react-router';
import { useMay } from './session.tsx';
import './page-views.css';

export interface PageView {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: string;
  readonly right: string;
}

interface PageViewsProps {
  readonly label: string;
  readonly views: readonly PageView[];
  /** What goes along from one page to the next. */
  readonly search?: Readonly<Record<string, string>>;
}

/** The pages about one thing that the account may see, side by side above them. */
export function PageViews({ label, views, search = {} }: PageViewsProps) {
  const may = useMay();
  return (
    <nav className="page-views" aria-label={label}>
      {views
        .filter(({ right }) => may(right))
        .map(({ to, label: title }) => (
          <Link
            key={to}
            to={to}
            search={search}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {title}
          </Link>
        ))}
    </nav>
  );
}
