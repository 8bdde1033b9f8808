import type { ReactNode } from 'react';
import { Scrolling } from './Scrolling.tsx';

export interface PlainTableProps {
  /** Read out, not shown. */
  readonly caption: string;
  /** Headings of the columns, each another. */
  readonly columns: readonly string[];
  /** Its rows. */
  readonly children: ReactNode;
}

/** A small table that scrolls by itself where it is wider than the page. */
export function PlainTable({ caption, columns, children }: PlainTableProps) {
  return (
    <Scrolling>
      <table className="plain-table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Scrolling>
  );
}
