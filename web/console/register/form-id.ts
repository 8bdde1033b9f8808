let current: string | undefined;

/** Names the form that is being filled in, also after the page was left: sending it twice registers nobody twice. */
export function formId(): string {
  current ??= newUuid();
  return current;
}

/** The form was taken: the next one has another name. */
export function renewForm(): void {
  current = undefined;
}

/** Version 4; `crypto.randomUUID` exists behind TLS alone. */
function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = '89ab'.charAt((bytes[8] ?? 0) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
