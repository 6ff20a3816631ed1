/** Why a plan does not answer its operation rightly. */
export interface PlanFault {
  /** For people who look into a plan; may name what clients cannot see. */
  readonly message: string;
  /** The field that nothing brings, when that is the fault: `Type.field`, as the client selects it. */
  readonly missing?: string | undefined;
}
