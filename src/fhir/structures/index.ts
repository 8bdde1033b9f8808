/** What R4 (4.0.1) says of every resource and data type, from tables made of the official definitions. */
export {
  type Element,
  type Property,
  propertiesOf,
  type Structure,
  structureNames,
  structureOf,
  type TypeUse,
  toProperties,
} from './structures.ts';
