import type { Model, ModelStatic } from 'sequelize';

/** The models of the sample by name, as each file's `associate` receives them. */
export interface ModelSet {
  readonly Company: ModelStatic<Model>;
  readonly Team: ModelStatic<Model>;
  readonly User: ModelStatic<Model>;
  readonly Project: ModelStatic<Model>;
  readonly Task: ModelStatic<Model>;
  readonly Comment: ModelStatic<Model>;
  readonly Tag: ModelStatic<Model>;
  readonly TaskTag: ModelStatic<Model>;
  readonly Attachment: ModelStatic<Model>;
}
