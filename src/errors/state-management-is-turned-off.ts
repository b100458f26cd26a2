import { HaricotError } from "./haricot-error.ts";

/** A call that compares with what is stored, on a model that keeps no snapshots. Code `document.state_management_off`. */
export class StateManagementIsTurnedOff extends HaricotError {
  /** Name of the model. */
  readonly model: string;

  /**
   * Used by Haricot; programs catch it.
   *
   * @param setting the one that the call needs
   */
  constructor(model: string, call: string, setting: "useStateManagement" | "stateManagementSavePrevious") {
    super(
      "document.state_management_off",
      `${model}: ${call} compares with what is stored, which this model does not keep. Add ${setting}: true to its static settings.`,
    );
    this.model = model;
  }
}
