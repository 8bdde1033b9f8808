import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { FieldView, FormValue, FormValues } from '../../../../src/forms/contract.ts';
import type { Bilingual } from '../../../../src/kernel/contract.ts';
import { mainRegion } from '../../../ui/popup.ts';
import { toGroups } from '../form/groups.ts';
import './paper-form.css';

interface PaperFormProps {
  readonly title: Bilingual;
  readonly source: string;
  readonly fields: readonly FieldView[];
  /** Without them the form is empty, to be filled in by hand. */
  readonly values?: FormValues | undefined;
  /** Whose form it is: name, sex, birth date, last digits. */
  readonly who?: readonly (readonly [label: Bilingual, value: string])[] | undefined;
}

interface PrintFormButtonProps extends PaperFormProps {
  readonly label: string;
}

/** Puts a form on A4 in both languages. */
export function PrintFormButton({ label, ...form }: PrintFormButtonProps) {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    if (!isPrinting) return;
    const done = () => setPrinting(false);
    window.addEventListener('afterprint', done, { once: true });
    const frame = requestAnimationFrame(() => window.print());
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('afterprint', done);
    };
  }, [isPrinting]);
  return (
    <>
      <Button icon={<PrinterOutlined aria-hidden />} onClick={() => setPrinting(true)}>
        {label}
      </Button>
      {isPrinting && createPortal(<PaperForm {...form} />, mainRegion())}
    </>
  );
}

const BLANK_WHO: NonNullable<PaperFormProps['who']> = [
  [{ zh: '姓名', en: 'Name' }, ''],
  [{ zh: '性别', en: 'Sex' }, ''],
  [{ zh: '出生日期', en: 'Date of birth' }, ''],
  [{ zh: '证件尾号', en: 'Last digits of the document' }, ''],
];

function PaperForm({ title, source, fields, values, who = BLANK_WHO }: PaperFormProps) {
  const { t } = useTranslation('programmes');
  return (
    <article className="paper-form" aria-label={title.zh}>
      <header>
        <h2>
          {title.zh} <span lang="en">{title.en}</span>
        </h2>
        <p>{source}</p>
      </header>
      <div className="paper-who">
        {who.map(([label, value]) => (
          <span key={label.en}>
            <Twice text={label} /> <strong className="paper-line">{value}</strong>
          </span>
        ))}
      </div>
      {toGroups(fields).map((group) => (
        <section key={group.key}>
          <h3>
            <Twice text={group.title} />
          </h3>
          <table>
            <tbody>
              {group.fields.map((field) => (
                <tr key={field.key}>
                  <th scope="row">
                    <Twice text={field.name} />
                    {field.required && ' *'}
                  </th>
                  <td>
                    <Answer field={field} value={values?.[field.key]} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      <footer>{t('paperFoot')}</footer>
    </article>
  );
}

function Twice({ text }: { readonly text: Bilingual }) {
  return (
    <>
      {text.zh} <span lang="en">{text.en}</span>
    </>
  );
}

/** More choices than these are not all printed, nor are those that no standard numbers. */
const MOST_PRINTED = { code: 16, codes: 40 } as const;
const LONGEST_CODE = 5;
const YES_NO: NonNullable<FieldView['options']> = [
  { code: '1', name: { zh: '是', en: 'yes' } },
  { code: '0', name: { zh: '否', en: 'no' } },
];

const isPrinted = (type: FieldView['type'], options: NonNullable<FieldView['options']>): boolean =>
  options.length <= MOST_PRINTED[type === 'codes' ? 'codes' : 'code'] && options.every(({ code }) => code.length < LONGEST_CODE);

function Answer({ field, value }: { readonly field: FieldView; readonly value: FormValue | undefined }) {
  const options = field.type === 'flag' ? YES_NO : field.options;
  const said = typeof value === 'object' ? value.name : typeof value === 'boolean' ? (value ? '1' : '0') : String(value ?? '');
  if (!options || !isPrinted(field.type, options)) {
    const found = options?.find(({ code }) => code === said);
    return (
      <>
        <span className="paper-line">{found ? `${found.name.zh} ${found.name.en}` : said}</span> {field.unit}
      </>
    );
  }
  const chosen = new Set(said.split(' '));
  return (
    <span className="paper-choices">
      {options.map(({ code, name }) => (
        <span key={code}>
          {chosen.has(code) ? '☑' : '☐'} {/^\d/.test(code) && `${code} `}
          <Twice text={name} />
        </span>
      ))}
    </span>
  );
}
