/** FHIRPath (N1, with the functions of FHIR R4) compiled to functions. Pure. */
export { type Compiled, compileExpression, compileTree, evaluateOn, isFixedVariable, LOGIC } from './compile.ts';
export { Decimal } from './decimal.ts';
export { compare } from './equality.ts';
export { childrenNamed, elementNode, type Item, type Items, Node, resourceNode, TypeName, toSystem } from './node.ts';
export { parseExpression } from './parse.ts';
export { readPattern } from './pattern.ts';
export type { Environment } from './scope.ts';
export { toCondition } from './singletons.ts';
export { checkStrictly } from './strict.ts';
export { type Expression, FhirPathError } from './syntax.ts';
export { Temporal } from './temporal.ts';
export { isOfType, namedType } from './types.ts';
