import type { Fault, ProblemDetails } from './contract.ts';

interface ProblemKind {
  /** HTTP status. */
  readonly status: number;
  /** FHIR R4 issue-type it is reported as. */
  readonly issue: string;
  readonly title: string;
  readonly zh: string;
}

/**
 * Everything that can go wrong by someone else's doing, named once.
 * Clients and tests rely on the code; the wording may change.
 */
export const problems = {
  'identifier-malformed': {
    status: 422,
    issue: 'value',
    title: 'The identifier does not have its prescribed form',
    zh: '标识号不符合规定格式',
  },
  'input-invalid': { status: 400, issue: 'invalid', title: 'The request does not have the declared form', zh: '请求格式不正确' },
  'json-malformed': { status: 400, issue: 'structure', title: 'The body is not JSON', zh: '正文不是有效的 JSON' },
  'resource-invalid': { status: 422, issue: 'structure', title: 'The resource is not valid', zh: '资源不符合规范' },
  'type-unknown': {
    status: 404,
    issue: 'not-supported',
    title: 'No such resource type in FHIR R4',
    zh: 'FHIR R4 中没有该资源类型',
  },
  'parameter-unsupported': {
    status: 400,
    issue: 'not-supported',
    title: 'The search parameter is not supported',
    zh: '不支持该检索参数',
  },
  'parameter-being-indexed': {
    status: 409,
    issue: 'transient',
    title: 'The search parameter is new; what is stored is still being indexed by it',
    zh: '该检索参数刚刚定义，存量数据仍在建立索引',
  },
  'parameter-invalid': { status: 400, issue: 'value', title: 'The search parameter has no valid value', zh: '检索参数取值无效' },
  'definition-invalid': {
    status: 422,
    issue: 'invalid',
    title: 'The definition of a programme cannot be taken',
    zh: '服务方案定义未能通过检查',
  },
  'view-invalid': { status: 422, issue: 'invalid', title: 'The view definition is not valid', zh: '视图定义无效' },
  'view-failed': {
    status: 422,
    issue: 'processing',
    title: 'The view cannot be evaluated on a resource',
    zh: '视图无法应用于某一资源',
  },
  'reference-unresolved': { status: 422, issue: 'not-found', title: 'A reference leads nowhere', zh: '引用的资源不存在' },
  'reference-ambiguous': {
    status: 412,
    issue: 'multiple-matches',
    title: 'A condition matches more than one resource',
    zh: '条件匹配到多个资源',
  },
  'patch-invalid': { status: 422, issue: 'processing', title: 'The patch cannot be applied', zh: '补丁无法应用' },
  'subscription-refused': {
    status: 422,
    issue: 'business-rule',
    title: 'The Subscription asks for what is not offered here',
    zh: '订阅请求的内容不受支持',
  },
  'periods-exhausted': {
    status: 409,
    issue: 'too-costly',
    title: 'As many periods are kept as can be',
    zh: '保留的统计时段已达上限',
  },
  'programme-unknown': { status: 404, issue: 'not-found', title: 'No such programme here', zh: '没有该项目' },
  'programme-conflict': {
    status: 409,
    issue: 'business-rule',
    title: 'The programme does not allow this now',
    zh: '该项目当前不允许此操作',
  },
  'contact-conflict': {
    status: 409,
    issue: 'conflict',
    title: 'Something changed since the form was opened; nothing was written',
    zh: '打开表单之后情况有变，未写入任何内容',
  },
  'case-conflict': {
    status: 409,
    issue: 'conflict',
    title: 'The case does not allow this now',
    zh: '该病例当前不允许此操作',
  },
  'case-duplicate': {
    status: 409,
    issue: 'duplicate',
    title: 'There is a card of this disease already: say whether it is the same illness',
    zh: '该患者已有同病报告卡，请说明是否同一次发病',
  },
  'visit-conflict': {
    status: 409,
    issue: 'conflict',
    title: 'The visit is at another step',
    zh: '该次接种已处于其他环节',
  },
  'dose-refused': {
    status: 422,
    issue: 'business-rule',
    title: 'This dose may not be given now',
    zh: '当前不可接种该剂次',
  },
  'stock-refused': {
    status: 409,
    issue: 'business-rule',
    title: 'The stock does not allow this',
    zh: '库存不允许此操作',
  },
  'resource-unknown': { status: 404, issue: 'not-found', title: 'No such resource here', zh: '资源不存在' },
  'resource-gone': { status: 410, issue: 'deleted', title: 'The resource was deleted', zh: '资源已删除' },
  'terminology-unknown': {
    status: 404,
    issue: 'not-found',
    title: 'No such code system, value set or code here',
    zh: '没有该代码系统、值集或代码',
  },
  'terminology-incomplete': {
    status: 422,
    issue: 'not-supported',
    title: 'The platform does not hold all the codes that this asks about',
    zh: '平台未收录所需的全部代码',
  },
  'expansion-too-costly': {
    status: 422,
    issue: 'too-costly',
    title: 'The value set has too many codes to be listed',
    zh: '值集代码过多，无法展开',
  },
  'source-system-unknown': {
    status: 400,
    issue: 'code-invalid',
    title: 'Nobody here has a number of the system that is asked from',
    zh: '未知的来源标识体系',
  },
  'target-system-unknown': {
    status: 403,
    issue: 'code-invalid',
    title: 'Nobody here has a number of a system that is asked for',
    zh: '未知的目标标识体系',
  },
  'identifier-ambiguous': {
    status: 412,
    issue: 'multiple-matches',
    title: 'Several residents have this number',
    zh: '多名居民使用同一标识号',
  },
  'message-unsupported': { status: 422, issue: 'not-supported', title: 'No such message is read here', zh: '不支持该消息' },
  'unmerge-refused': {
    status: 405,
    issue: 'business-rule',
    title: 'A merge is not taken back by a message',
    zh: '不能以消息撤销合并',
  },
  'resident-unknown': { status: 404, issue: 'not-found', title: 'No platform knows this resident', zh: '全国各平台均无此居民' },
  'held-by-another': { status: 409, issue: 'conflict', title: 'Somebody else is at work on it', zh: '他人正在处理' },
  'already-decided': { status: 409, issue: 'conflict', title: 'It was decided meanwhile', zh: '已有决定' },
  'kept-apart': { status: 409, issue: 'conflict', title: 'They were said not to be the same person', zh: '已判定不是同一人' },
  'resident-has-records': { status: 409, issue: 'conflict', title: 'The resident still has records', zh: '该居民名下仍有记录' },
  'import-unreadable': {
    status: 422,
    issue: 'invalid',
    title: 'The file cannot be read as a workbook of residents',
    zh: '文件无法作为表格读取',
  },
  'data-invalid': { status: 422, issue: 'value', title: 'The form has values that cannot be', zh: '表单中有不可能的取值' },
  'data-improbable': {
    status: 422,
    issue: 'business-rule',
    title: 'The form has improbable values, to be confirmed',
    zh: '表单中有不寻常的取值，请确认',
  },
  'event-recorded': { status: 409, issue: 'duplicate', title: 'The event is on record already', zh: '该事件已登记' },
  'event-refused': {
    status: 422,
    issue: 'business-rule',
    title: 'The event does not fit what is known of the resident',
    zh: '该事件与居民现有信息不符',
  },
  'event-corrected': { status: 409, issue: 'conflict', title: 'The event is corrected already', zh: '该事件已被更正' },
  'event-superseded': {
    status: 409,
    issue: 'conflict',
    title: 'What the event changed has changed since; correct the later one first',
    zh: '事件所改内容此后又有变动，请先更正较晚的事件',
  },
  'household-conflict': {
    status: 409,
    issue: 'conflict',
    title: 'It does not fit the household as it is',
    zh: '与家庭户现状不符',
  },
  'version-conflict': {
    status: 412,
    issue: 'conflict',
    title: 'The record changed since it was read',
    zh: '记录在读取之后已被修改',
  },
  'version-required': { status: 428, issue: 'required', title: 'If-Match is required', zh: '缺少 If-Match 请求头' },
  'repeat-differs': {
    status: 409,
    issue: 'duplicate',
    title: 'This key was used for another request',
    zh: '该幂等键已用于其他请求',
  },
  'too-large': { status: 413, issue: 'too-costly', title: 'The request is too large', zh: '请求过大' },
  'too-many-requests': { status: 429, issue: 'throttled', title: 'Too many requests', zh: '请求过于频繁' },
  'sign-in-required': { status: 401, issue: 'login', title: 'A valid access token is required', zh: '需要有效的访问令牌' },
  'sign-in-refused': { status: 401, issue: 'login', title: 'User name or password is wrong', zh: '用户名或密码错误' },
  'sign-in-locked': {
    status: 429,
    issue: 'throttled',
    title: 'Too many attempts, try again later',
    zh: '尝试次数过多，请稍后再试',
  },
  'interaction-expired': {
    status: 404,
    issue: 'expired',
    title: 'This sign-in has expired, start again',
    zh: '本次登录已过期，请重新开始',
  },
  'right-missing': { status: 403, issue: 'forbidden', title: 'The account may not do this', zh: '该账户无权进行此操作' },
  'media-type-unsupported': {
    status: 415,
    issue: 'not-supported',
    title: 'Content of this type is not read here',
    zh: '不支持该内容类型',
  },
  'format-unsupported': { status: 406, issue: 'not-supported', title: 'No such format is written here', zh: '不支持该输出格式' },
  'search-too-costly': {
    status: 422,
    issue: 'too-costly',
    title: 'The search takes too long',
    zh: '检索耗时过长',
  },
  'route-unknown': { status: 404, issue: 'not-supported', title: 'No such address', zh: '地址不存在' },
  'platform-unreachable': { status: 503, issue: 'transient', title: 'A platform does not answer', zh: '平台没有应答' },
  'platform-untrusted': { status: 401, issue: 'login', title: 'The calling platform is not trusted', zh: '调用方平台不受信任' },
  'batch-gap': { status: 409, issue: 'conflict', title: 'A batch is missing before this one', zh: '之前的批次尚未收到' },
  'batch-differs': {
    status: 409,
    issue: 'conflict',
    title: 'This batch number was used for other content',
    zh: '该批次号已用于其他内容',
  },
  'deadline-passed': { status: 504, issue: 'timeout', title: 'The answer did not come in time', zh: '未在时限内得到应答' },
  'not-operable': {
    status: 409,
    issue: 'business-rule',
    title: 'Only the sample network can be operated from here',
    zh: '仅示例网络可在此操作',
  },
  'setting-missing': {
    status: 501,
    issue: 'not-supported',
    title: 'The platform is not set up for this',
    zh: '平台未配置此功能',
  },
  'job-state': {
    status: 409,
    issue: 'conflict',
    title: 'The state of the job does not allow this',
    zh: '任务当前状态不允许此操作',
  },
  'job-failed': { status: 500, issue: 'exception', title: 'The background work failed', zh: '后台任务失败' },
  unavailable: { status: 503, issue: 'transient', title: 'The platform is not ready', zh: '平台尚未就绪' },
  internal: { status: 500, issue: 'exception', title: 'The platform failed', zh: '平台内部错误' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

/** System of problem codes in OperationOutcome.issue.details. */
export const PROBLEM_SYSTEM = 'urn:minkang:problem';

/** A failure the caller can understand. Anything else that is thrown is a bug, and answers 500. */
export class Problem extends Error {
  readonly code: ProblemCode;
  /** FHIRPath of the element at fault, if one is. */
  readonly at: string | undefined;
  /** All that is wrong with a form, field by field. */
  readonly faults: readonly Fault[];

  /** @param detail What happened this time; names fields and limits, never a resident's data. */
  constructor(
    code: ProblemCode,
    detail: string,
    options: { at?: string | undefined; cause?: unknown; faults?: readonly Fault[] } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.at = options.at;
    this.faults = options.faults ?? [];
  }

  get status(): number {
    return problems[this.code].status;
  }
}

export interface OperationOutcome {
  readonly resourceType: 'OperationOutcome';
  readonly issue: readonly {
    readonly severity: 'fatal' | 'error' | 'warning' | 'information';
    readonly code: string;
    readonly details?: {
      readonly coding: readonly { readonly system: string; readonly code: string }[];
      readonly text: string;
      /** Its translation. */
      readonly _text?: object;
    };
    readonly diagnostics?: string;
    readonly expression?: readonly string[];
    readonly extension?: readonly { readonly url: string; readonly valueCode?: string; readonly valueString?: string }[];
  }[];
}

/** The FHIR face: the answer of every route below /fhir. https://hl7.org/fhir/R4/operationoutcome.html */
export function toOperationOutcome({ code, message, at }: Problem): OperationOutcome {
  const { issue, title } = problems[code];
  const details = { coding: [{ system: PROBLEM_SYSTEM, code }], text: title };
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: issue, details, diagnostics: message, ...(at ? { expression: [at] } : {}) }],
  };
}

/** An outcome of what went well, for who prefers to be told. */
export const toOutcome = (text: string): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'informational', diagnostics: text }],
});

/** The plain face: the answer of every other route. https://www.rfc-editor.org/rfc/rfc9457 */
export function toProblemDetails({ code, message, at, faults }: Problem, requestId?: string): ProblemDetails {
  const { status, title, zh } = problems[code];
  return {
    type: `${PROBLEM_SYSTEM}:${code}`,
    code,
    status,
    title,
    titleZh: zh,
    detail: message,
    ...(at ? { at } : {}),
    ...(faults.length > 0 ? { faults } : {}),
    ...(requestId ? { requestId } : {}),
  };
}

/** Called in one place, where the server answers. What it does not know, it does not tell. */
export function asProblem(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : new Problem('internal', 'See the log under this request id', { cause: thrown });
}
