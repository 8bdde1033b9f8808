import type { FastifyRequest } from 'fastify';
import { isObject, type Resource, toNumber } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parametersOf } from './parameters.ts';

interface Given {
  readonly name: string;
  readonly value: unknown;
  readonly resource: unknown;
}

/** A code as it was given: a Coding, or `system|code` in an address. */
export interface GivenCoding {
  readonly system: string | undefined;
  readonly version: string | undefined;
  readonly code: string;
  readonly display: string | undefined;
}

const OF_EVERY_OPERATION = ['_format', '_pretty'];
const MOST_CODINGS = 100;

/** What an operation is called with: parameters of the address, and of a Parameters resource in the body. */
export class OperationInput {
  readonly #given: readonly Given[];

  /**
   * @param names of the parameters that the operation has
   * @throws Problem parameter-unsupported where there is another, input-invalid where the body is no Parameters
   */
  constructor(request: Pick<FastifyRequest, 'url' | 'body'>, names: readonly string[]) {
    const inAddress = parametersOf(request).map(([name, value]) => ({ name, value, resource: undefined }));
    this.#given = [...inAddress, ...givenIn(request.body)];
    const unknown = this.#given.find(({ name }) => !names.includes(name) && !OF_EVERY_OPERATION.includes(name));
    if (unknown)
      throw new Problem('parameter-unsupported', 'The operation has no such parameter', { at: unknown.name.slice(0, 100) });
  }

  #one(name: string): Given | undefined {
    const [first, second] = this.#given.filter((one) => one.name === name);
    if (second) throw new Problem('parameter-invalid', 'It is given more than once', { at: name });
    return first;
  }

  text(name: string): string | undefined {
    const given = this.#one(name);
    return given && textOf(given);
  }

  /** @throws Problem parameter-invalid where it is missing */
  neededText(name: string): string {
    const text = this.text(name);
    if (!text) throw new Problem('parameter-invalid', `${name} is required`, { at: name });
    return text;
  }

  texts(name: string): string[] {
    return this.#given.filter((one) => one.name === name).map(textOf);
  }

  flag(name: string): boolean {
    const given = this.#one(name);
    const value = given?.value ?? false;
    if (value !== true && value !== false && value !== 'true' && value !== 'false')
      throw new Problem('parameter-invalid', `${name} is true or false`, { at: name });
    return value === true || value === 'true';
  }

  whole(name: string): number | undefined {
    const given = this.#one(name);
    if (!given) return undefined;
    const text = String(toNumber(given.value) ?? given.value);
    if (!/^\d{1,9}$/.test(text)) throw new Problem('parameter-invalid', `${name} is a whole number from 0`, { at: name });
    return Number(text);
  }

  coding(name: string): GivenCoding | undefined {
    const given = this.#one(name);
    return given && codingOf(given.value, name);
  }

  /** The codings of a CodeableConcept. */
  codings(name: string): GivenCoding[] | undefined {
    const given = this.#one(name);
    if (!given) return undefined;
    const list = isObject(given.value) ? given.value['coding'] : undefined;
    if (!Array.isArray(list) || list.length === 0 || list.length > MOST_CODINGS)
      throw new Problem('parameter-invalid', `${name} has 1 to ${MOST_CODINGS} codings`, { at: name });
    return list.map((one: unknown) => codingOf(one, name));
  }

  /** @throws Problem parameter-invalid where it is of another type */
  resource(name: string, type: string): Resource | undefined {
    const given = this.#one(name);
    if (!given) return undefined;
    const { resource } = given;
    if (!isObject(resource) || resource['resourceType'] !== type)
      throw new Problem('parameter-invalid', `${name} is a ${type}`, { at: name });
    return { ...resource, resourceType: type };
  }

  /** @throws Problem parameter-invalid where one is of another type or there are more than `most` */
  resources(name: string, type: string, most: number): Resource[] {
    const given = this.#given.filter((one) => one.name === name);
    if (given.length > most) throw new Problem('parameter-invalid', `${name} is given at most ${most} times`, { at: name });
    return given.map(({ resource }) => {
      if (!isObject(resource) || resource['resourceType'] !== type)
        throw new Problem('parameter-invalid', `${name} is a ${type}`, { at: name });
      return { ...resource, resourceType: type };
    });
  }
}

function givenIn(body: unknown): Given[] {
  if (body === undefined || body === null) return [];
  if (body instanceof URLSearchParams) return [...body].map(([name, value]) => ({ name, value, resource: undefined }));
  const parameters = isObject(body) && body['resourceType'] === 'Parameters' ? (body['parameter'] ?? []) : undefined;
  if (!Array.isArray(parameters)) throw new Problem('input-invalid', 'A Parameters resource is expected', { at: 'Parameters' });
  return parameters.map((parameter: unknown, index) => {
    if (!isObject(parameter) || typeof parameter['name'] !== 'string')
      throw new Problem('input-invalid', 'A parameter has a name', { at: `Parameters.parameter[${index}]` });
    const key = Object.keys(parameter).find((name) => /^value[A-Z]/.test(name));
    return { name: parameter['name'], value: key ? parameter[key] : undefined, resource: parameter['resource'] };
  });
}

function textOf({ name, value }: Given): string {
  if (typeof value !== 'string') throw new Problem('parameter-invalid', `${name} is a text`, { at: name });
  if (value.includes('\u0000')) throw new Problem('parameter-invalid', 'A value has no NUL', { at: name });
  return value;
}

function codingOf(value: unknown, name: string): GivenCoding {
  if (typeof value === 'string') {
    const bar = value.indexOf('|');
    const [system, code] = bar < 0 ? [undefined, value] : [value.slice(0, bar), value.slice(bar + 1)];
    if (code) return { system: system || undefined, version: undefined, code, display: undefined };
  }
  const text = (key: string) => (isObject(value) && typeof value[key] === 'string' ? value[key] : undefined);
  const code = text('code');
  if (code === undefined) throw new Problem('parameter-invalid', `${name} has a code`, { at: name });
  return { system: text('system'), version: text('version'), code, display: text('display') };
}
