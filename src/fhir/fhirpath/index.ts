/** FHIRPath (N1, with the functions of FHIR R4) compiled to functions. Pure. */
export { type Compiled, compileExpression, compileTree, evaluateOn, LOGIC } from './compile.ts';
export { childrenNamed, elementNode, type Item, type Items, Node, resourceNode, toSystem } from './node.ts';
export { parseExpression } from './parse.ts';
export type { Environment } from './scope.ts';
export { toCondition } from './singletons.ts';
export { type Expression, FhirPathError } from './syntax.ts';
