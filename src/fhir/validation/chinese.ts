/** What the validator says, and how it says it in Chinese; `#` stands for a part that is carried over. */
const TEXTS: readonly (readonly [english: string, chinese: string])[] = [
  ['the slice # is required', '缺少必需的切片 #'],
  ['the slice # is required # times', '切片 # 至少需要出现 # 次'],
  ['the slice # is not used', '不允许使用切片 #'],
  ['the slice # has at most #', '切片 # 最多出现 # 次'],
  ['slices come in the order #', '切片须按顺序出现：#'],
  ['the value belongs to one of the slices #', '该值须属于下列切片之一：#'],
  ['what belongs to no slice comes at the end', '不属于任何切片的值须排在最后'],
  ['at most # are allowed', '最多允许 # 个'],
  ['a list is expected', '此处应为数组'],
  ['an empty list is not allowed', '不允许空数组'],
  ['null is not a value', 'null 不是有效值'],
  ['an element with properties is expected', '此处应为含属性的元素'],
  ['only one of the choices may be there', '多选一元素只能出现一种'],
  ['R4 has no element # here', 'R4 在此处没有元素 #'],
  ['R4 has no element of such a name here', 'R4 在此处没有该名称的元素'],
  ['a resource is expected', '此处应为资源'],
  ['resourceType is none of FHIR R4', 'resourceType 不是 FHIR R4 的资源类型'],
  ['elements are nested deeper than #', '元素嵌套超过 # 层'],
  ['true or false is expected', '此处应为 true 或 false'],
  ['a number is expected', '此处应为数值'],
  ['a number has an exponent from # to #', '数值的指数应在 # 至 # 之间'],
  ['an integer of 32 bits is expected', '此处应为 32 位整数'],
  ['an integer from # to # is expected', '此处应为 # 至 # 的整数'],
  ['a text is expected', '此处应为文本'],
  ['an empty text is not a value', '空文本不是有效值'],
  ['a text has at most # characters', '文本最多 # 个字符'],
  ['a text has no control characters and no halves of character pairs', '文本不得含控制字符或不成对的代理字符'],
  ['a code has no space at its ends and single spaces within', '代码首尾不得有空格，中间只能有单个空格'],
  ['an id has 1 to 64 letters, digits, hyphens or dots', 'id 由 1 至 64 个字母、数字、连字符或点组成'],
  ['an oid is urn:oid: and numbers with dots', 'oid 为 urn:oid: 加以点分隔的数字'],
  ['a uuid is urn:uuid: and 32 hexadecimal digits in groups', 'uuid 为 urn:uuid: 加分组的 32 位十六进制数'],
  ['a date is YYYY, YYYY-MM or YYYY-MM-DD, and exists', '日期为 YYYY、YYYY-MM 或 YYYY-MM-DD，且真实存在'],
  [
    'a date with time is a date, or YYYY-MM-DDThh:mm:ss with zone, and exists',
    '日期时间为日期，或带时区的 YYYY-MM-DDThh:mm:ss，且真实存在',
  ],
  ['an instant is YYYY-MM-DDThh:mm:ss with zone, and exists', '时刻为带时区的 YYYY-MM-DDThh:mm:ss，且真实存在'],
  ['a time is hh:mm:ss', '时间为 hh:mm:ss'],
  ['base64 has groups of four characters', 'base64 以四个字符为一组'],
  ['an address has no white space', '地址不得含空白字符'],
  ['a code of the value set # is required', '须取值集 # 中的代码'],
  ['the reference leads to one of #', '引用须指向下列类型之一：#'],
  ['the reference names no resource type of FHIR R4', '引用的类型不是 FHIR R4 的资源类型'],
  ['the reference leads to another type than it says', '引用所指类型与其声明不一致'],
  ['the path names no element of the type', '路径不是该类型的元素'],
  ['the rule asks for what the element cannot have', '该规则引用了元素不可能有的内容'],
  ['the rule cannot be read', '该规则无法解析'],
  ['the code is none of its system', '该代码不在其代码系统中'],
  ['the type is that of the search parameter it is derived from', '类型须与所派生自的搜索参数一致'],
  ['the base is one of the search parameter it is derived from', '适用的资源类型须在所派生自的搜索参数之内'],
  ['an address of an example leads nowhere', '示例地址无法访问'],
  ['the extension has no definition here', '本平台没有该扩展的定义'],
  ['the text has markup, which whoever shows it may take for its own', '文本含标记，显示时可能被当作页面代码'],
  ['the display is none of the names of the code', '显示名称不是该代码的名称'],
  ['the resource that is referred to follows one of #', '被引用的资源须符合下列规范之一：#'],
  ['the type is one of #', '类型须为下列之一：#'],
  ['the value follows one of #', '该值须符合下列规范之一：#'],
  ['the value is not below #', '该值不得小于 #'],
  ['the value is not above #', '该值不得大于 #'],
  ['the value is #', '该值须为 #'],
  ['the value contains #', '该值须包含 #'],
  ['the rule # is not checked: it cannot be read: #', '规则 # 无法解析，未检查：#'],
  ['the profile is one of #', '该规范适用于 #'],
  ['the profile is not known here, and is not checked', '本平台没有该规范，未检查'],
  ['the profile that it is based on is not known, and is not checked', '本平台没有其基础规范，未检查'],
  ['the profile that the resource is to follow is not known', '本平台没有要求检查的规范'],
  ['the extension stands in #', '该扩展只能用于：#'],
  ['# more issues are not listed', '另有 # 个问题未列出'],
  ['the id is the one in the address', 'id 须与地址中的一致'],
  ['18 characters are expected: 17 digits, then a digit or X', '应为 18 位：17 位数字加一位数字或 X'],
  ['characters 7 to 14 are no calendar date', '第 7 至 14 位不是有效日期'],
  ['the check character does not match', '校验码不符'],
  ['ele-1: an element has a value or children', '违反规则 ele-1：元素须有值或子元素'],
  ['ext-1: an extension has either a value or extensions', '违反规则 ext-1：扩展须有值或子扩展，且只能有其一'],
  ['ref-1: a local reference leads to a contained resource', '违反规则 ref-1：本地引用须指向所含资源'],
  ['dom-2: a contained resource contains no others', '违反规则 dom-2：所含资源不得再含其他资源'],
  [
    'dom-3: a contained resource is referred to from the resource, or refers to it',
    '违反规则 dom-3：所含资源须被引用，或引用其容器',
  ],
  ['dom-4: a contained resource has no version and no time of change', '违反规则 dom-4：所含资源不得有版本和更新时间'],
  ['dom-5: a contained resource has no security label', '违反规则 dom-5：所含资源不得有安全标签'],
  // what begins with anything comes last
  ['# is required', '缺少必填元素 #'],
  ['# is required # times', '元素 # 至少需要出现 # 次'],
  ['# is not used', '不允许使用元素 #'],
  // rules of R4 and of profiles have their text in English only
  ['#: #', '违反规则 #：#'],
];

interface Pattern {
  readonly test: RegExp;
  readonly parts: readonly string[];
}

let patterns: readonly Pattern[] | undefined;

/** The sentence in Chinese; as it is where there is none. */
export function toChinese(detail: string): string {
  patterns ??= TEXTS.map(([english, chinese]) => ({
    test: new RegExp(`^${english.split('#').map(literally).join('(.+?)')}$`, 's'),
    parts: chinese.split('#'),
  }));
  for (const { test, parts } of patterns) {
    const [whole, ...found] = test.exec(detail) ?? [];
    if (whole !== undefined) return parts.map((part, index) => part + (found[index] ?? '')).join('');
  }
  return detail;
}

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
