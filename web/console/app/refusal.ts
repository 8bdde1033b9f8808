import { Failure, type FieldFault } from '../../ui/failure.ts';

/** An error answer of either face, RFC 9457 or OperationOutcome, as one `Failure`. */
export async function toFailure(response: Response): Promise<Failure> {
  const body: unknown = await response.json().catch(() => undefined);
  const requestId = response.headers.get('x-request-id') ?? response.headers.get('request-id') ?? undefined;
  return failureFrom(body, response.status, requestId);
}

export const outOfReach = (): Failure =>
  new Failure({ status: 0, code: 'unreachable', titles: { zh: '平台没有应答', en: 'The platform does not answer' } });

export function failureFrom(body: unknown, status: number, requestId?: string): Failure {
  const facts = { status, requestId };
  if (isOutcome(body)) return new Failure({ ...facts, ...outcomeFacts(body) });
  if (isProblem(body)) return new Failure({ ...facts, ...problemFacts(body) });
  return new Failure({ ...facts, code: 'unknown', titles: { zh: `平台答复 ${status}`, en: `The platform answered ${status}` } });
}

interface ProblemBody {
  readonly title: string;
  readonly titleZh?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly requestId?: string;
  readonly faults?: readonly FieldFault[];
}

interface OutcomeBody {
  readonly issue: readonly {
    readonly code?: string;
    readonly details?: {
      readonly text?: string;
      readonly coding?: readonly { readonly code?: string }[];
      readonly _text?: { readonly extension?: readonly { readonly extension?: readonly { readonly valueString?: string }[] }[] };
    };
    readonly diagnostics?: string;
  }[];
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string';
}

function isOutcome(body: unknown): body is OutcomeBody {
  return typeof body === 'object' && body !== null && 'issue' in body && Array.isArray(body.issue);
}

function problemFacts({ title, titleZh, detail, code, requestId, faults }: ProblemBody) {
  const titles = { zh: titleZh || title, en: title };
  return { code: code ?? 'unknown', titles, detail, faults, ...(requestId ? { requestId } : {}) };
}

function outcomeFacts({ issue: [first] }: OutcomeBody) {
  const code = first?.details?.coding?.[0]?.code ?? first?.code ?? 'unknown';
  const text = first?.details?.text ?? code;
  const zh = first?.details?._text?.extension
    ?.flatMap(({ extension = [] }) => extension)
    .find(({ valueString }) => valueString)?.valueString;
  return { code, titles: { zh: zh ?? chineseTitles[code] ?? text, en: text }, detail: first?.diagnostics };
}

/** OperationOutcome carries the English text; these are the problems a reader of records meets. */
const chineseTitles: Readonly<Record<string, string>> = {
  'resident-unknown': '全国各平台均无此居民',
  'resource-unknown': '资源不存在',
  'resource-gone': '资源已删除',
  'right-missing': '该账户无权进行此操作',
  'too-many-requests': '请求过于频繁',
  'platform-unreachable': '平台没有应答',
  'deadline-passed': '未在时限内得到应答',
  'parameter-invalid': '检索参数取值无效',
  'identifier-malformed': '标识号不符合规定格式',
  'sign-in-required': '需要有效的访问令牌',
  unavailable: '平台尚未就绪',
  internal: '平台内部错误',
};
