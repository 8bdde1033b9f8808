import type { FileAnswer } from '../../../../src/imports/contract.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { call } from '../api.ts';

/** Fetches a workbook that comes as base64, and saves it. */
export async function saveAnswer(path: string): Promise<void> {
  const { name, content } = await call<FileAnswer>(path);
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  saveFile(name, new Blob([bytes], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }));
}

/** A file as base64. */
export const toBase64 = (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
