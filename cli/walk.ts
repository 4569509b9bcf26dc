/** What whoever walks a runbook says of it. */
export interface Walk {
  /** Undefined: whatever the runbook is about. */
  requestId: string | undefined;
  /** Changes nothing. */
  dryRun: boolean;
  /** The case at AWS Support that was filed. */
  caseId: string | undefined;
}
