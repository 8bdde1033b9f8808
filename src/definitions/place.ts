import { isObject } from '../fhir/index.ts';
import type { Bilingual, Fault } from '../kernel/index.ts';

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

export type Part = Readonly<Record<string, unknown>>;

/** A text of FHIR in both languages: Chinese as the text, English as its translation. */
export const bilingual = (name: string, { zh, en }: Bilingual): Part => ({
  [name]: zh,
  [`_${name}`]: {
    extension: [
      {
        url: TRANSLATION,
        extension: [
          { url: 'lang', valueCode: 'en' },
          { url: 'content', valueString: en },
        ],
      },
    ],
  },
});

/** A place in a resource that is being read. What is not as it should be is noted with its FHIRPath, and reading goes on. */
export class Place {
  readonly value: unknown;
  readonly path: string;
  readonly #faults: Fault[];

  constructor(value: unknown, path: string, faults: Fault[]) {
    this.value = value;
    this.path = path;
    this.#faults = faults;
  }

  get isThere(): boolean {
    return this.value !== undefined;
  }

  fault(zh: string, en: string, below = ''): void {
    this.#faults.push({ at: this.path + below, kind: 'impossible', text: { zh, en } });
  }

  member(name: string): Place {
    return new Place(isObject(this.value) ? this.value[name] : undefined, `${this.path}.${name}`, this.#faults);
  }

  list(name: string): readonly Place[] {
    const { value, path } = this.member(name);
    if (!Array.isArray(value)) return [];
    return value.map((one, index) => new Place(one, `${path}[${index}]`, this.#faults));
  }

  /** Those of a list whose coding has this system. */
  codeOf(name: string, system: string): string | undefined {
    const codings = this.list(name).flatMap((concept) => concept.list('coding'));
    const found = codings.find((coding) => coding.member('system').value === system)?.member('code').value;
    return typeof found === 'string' ? found : undefined;
  }

  extensions(url: string): readonly Place[] {
    return this.list('extension').filter((one) => one.member('url').value === url);
  }

  /** The value of the only extension with this address. */
  extension(url: string, type: string): Place {
    const [found] = this.extensions(url);
    return found ? found.member(`value${type}`) : new Place(undefined, `${this.path}.extension('${url}')`, this.#faults);
  }

  /** A text that must be there. */
  text(name: string): string {
    const found = this.optionalText(name);
    if (found === undefined) this.member(name).fault('缺少文本', 'A text is missing');
    return found ?? '';
  }

  optionalText(name: string): string | undefined {
    const { value } = this.member(name);
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    this.member(name).fault('应为文本', 'A text is expected');
    return undefined;
  }

  number(name: string): number | undefined {
    const { value } = this.member(name);
    return typeof value === 'number' ? value : undefined;
  }

  /** A text that must be there in both languages. */
  bilingual(name: string): Bilingual {
    const zh = this.text(name);
    const translations = this.member(`_${name}`).extensions(TRANSLATION);
    const en = translations
      .find((one) =>
        one.list('extension').some((part) => part.member('url').value === 'lang' && part.member('valueCode').value === 'en'),
      )
      ?.list('extension')
      .find((part) => part.member('url').value === 'content')
      ?.member('valueString').value;
    if (typeof en === 'string' && en !== '') return { zh, en };
    this.member(name).fault('缺少英文译文（translation 扩展）', 'The English translation is missing (extension translation)');
    return { zh, en: '' };
  }
}

type Known<Value> = { readonly [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key] } & {
  readonly [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined>;
};

/** Leaves out what is undefined. */
export const known = <Value extends object>(value: Value): Known<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Known<Value>;
