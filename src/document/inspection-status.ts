/** The values of {@link InspectionResult.status}. */
export const InspectionStatuses = { OK: "OK", FAIL: "FAIL" } as const;
