import { type FocusEvent, type KeyboardEvent, useRef } from 'react';

export interface Choice {
  readonly code: string;
  readonly label: string;
}

interface ChoiceInputProps {
  readonly id: string;
  /** What is asked. */
  readonly label: string;
  readonly choices: readonly Choice[];
  /** Codes chosen; one at most unless `several`. */
  readonly chosen: readonly string[];
  readonly several?: boolean;
  readonly onChange: (chosen: readonly string[]) => void;
  readonly invalid: boolean;
  readonly required: boolean;
  readonly describedBy: string;
}

/** Digits that follow each other so fast are one code: 1 and 0 are 10. */
const TOGETHER_MS = 900;

/** All choices in the open, as on paper; digit keys choose, also those of two digits. */
export function ChoiceInput(props: ChoiceInputProps) {
  const { id, label, choices, chosen, several = false, onChange, invalid, required, describedBy } = props;
  const typed = useRef({ text: '', atMs: 0, before: chosen });
  const toggle = (from: readonly string[], code: string) =>
    several ? inOrder(choices, from.includes(code) ? from.filter((one) => one !== code) : [...from, code]) : [code];
  const typeDigit = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' || event.key === 'Delete') return onChange([]);
    if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    const now = Date.now();
    const goesOn = now - typed.current.atMs < TOGETHER_MS;
    const longer = choices.find(({ code }) => goesOn && code === typed.current.text + event.key);
    const found = longer ?? choices.find(({ code }) => code === event.key);
    event.preventDefault();
    // what the first digit chose alone is taken back
    const from = longer ? typed.current.before : chosen;
    typed.current = { text: longer ? longer.code : event.key, atMs: now, before: from };
    if (!found) return;
    onChange(toggle(from, found.code));
    document.getElementById(`${id}-${found.code}`)?.focus();
  };
  const common = {
    id,
    tabIndex: -1,
    className: invalid ? 'choices choices-wrong' : 'choices',
    'aria-label': label,
    'aria-describedby': describedBy,
    onKeyDown: typeDigit,
    onFocus: enter,
  };
  const inputs = choices.map(({ code, label: words }) => (
    <label key={code} className={chosen.includes(code) ? 'choice choice-chosen' : 'choice'}>
      <input
        type={several ? 'checkbox' : 'radio'}
        id={`${id}-${code}`}
        name={id}
        value={code}
        checked={chosen.includes(code)}
        onChange={() => onChange(toggle(chosen, code))}
      />
      {words}
    </label>
  ));
  if (several)
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is a section of the form here
      <div role="group" {...common}>
        {inputs}
      </div>
    );
  return (
    <div role="radiogroup" aria-required={required} aria-invalid={invalid} {...common}>
      {inputs}
    </div>
  );
}

/** The group itself has nothing to type into: what comes to it goes to what is chosen, or to the first. */
function enter({ target, currentTarget }: FocusEvent<HTMLElement>): void {
  if (target === currentTarget) (currentTarget.querySelector<HTMLElement>('input:checked') ?? firstInput(currentTarget))?.focus();
}

const firstInput = (within: HTMLElement): HTMLElement | null => within.querySelector('input');

/** As the standard lists them, whatever the order of choosing. */
const inOrder = (choices: readonly Choice[], codes: readonly string[]): readonly string[] =>
  choices.map(({ code }) => code).filter((code) => codes.includes(code));
