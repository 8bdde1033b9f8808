import type { KeyboardEvent } from 'react';

/** F2 takes what is offered beside the field. */
export const TAKE_KEY = 'F2';

/**
 * Enter leads to the next field, from the last one to the button. A list that is open keeps its own Enter, to choose; one that is
 * closed is passed like any field, and opens by typing or by the arrow key.
 */
export function goOn(event: KeyboardEvent<HTMLFormElement>): void {
  const { target } = event;
  if (!(target instanceof HTMLInputElement) || event.nativeEvent.isComposing) return;
  const field = target.closest<HTMLElement>('.data-field');
  if (event.key === TAKE_KEY) {
    const take = field?.querySelector<HTMLElement>('.data-take');
    if (!take) return;
    event.preventDefault();
    take.click();
    return;
  }
  if (event.key !== 'Enter' || !field) return;
  if (target.getAttribute('role') === 'combobox') {
    if (target.getAttribute('aria-expanded') === 'true') return;
    event.stopPropagation();
  }
  event.preventDefault();
  focusAfter(event.currentTarget, field);
}

function focusAfter(form: HTMLFormElement, field: HTMLElement): void {
  const fields = [...form.querySelectorAll<HTMLElement>('.data-field')];
  const next = fields
    .slice(fields.indexOf(field) + 1)
    .map((one) => one.querySelector<HTMLElement>('input:checked') ?? one.querySelector<HTMLElement>('input'))
    .find((input) => input !== null);
  (
    next ??
    form.querySelector<HTMLElement>('[data-before-sending]') ??
    form.querySelector<HTMLElement>('button[type=submit]')
  )?.focus();
}
