export { type Analysis, analyseModels, createSchema, type KinqlOptions } from './build/create-schema.ts';
export { execute } from './build/execute.ts';
export type { Catalog } from './catalog/catalog.ts';
export { type Finding, type FindingCode, printFinding } from './catalog/finding.ts';
export type {
  AssociationOptions,
  AttributeOptions,
  Exposure,
  ModelOptions,
  ModelsOptions,
} from './catalog/model-options.ts';
export { type ErrorCode, errorCodes } from './errors/error-code.ts';
export { LimitError } from './errors/limit-error.ts';
export { RequestError } from './errors/request-error.ts';
export { StartupError } from './errors/startup-error.ts';
export type { DatabaseSession } from './execute/database-session.ts';
export { defaultInflection, type Inflection, type ModelNames } from './inflection/inflection.ts';
export { fromGlobalId, type GlobalId, toGlobalId } from './plan/global-id.ts';
export type { LimitsOptions } from './plan/operation-limits.ts';
export { checkOperation, type OperationToCheck } from './plugins/limits/check-operation.ts';
export { limitRules } from './plugins/limits/limit-rules.ts';
