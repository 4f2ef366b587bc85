namespace Portal.Connectors.BambooHr;

/// <summary>Synthetic payloads for the catalogue page; a test holds each to its schema.</summary>
internal static class BambooHrSamples
{
    public const string ActiveEmployees = """
        {
          "activeEmployees": 214,
          "digest": "9a1f0c6e2b7d48c3a5e0f1d29b8c7a6453e2d1c0b9a8f7e6d5c4b3a291807f6e",
          "rule": "Counted: status is Active, as BambooHR states it. Contractors count; people hired for a later date count once BambooHR calls them Active.",
          "result": "satisfied",
          "reason": null
        }
        """;

    public const string Terminations = """
        {
          "windowDays": 30,
          "counted": 3,
          "scheduled": 1,
          "review": 0,
          "attestedZero": false,
          "rule": "Counted: Inactive, termination date within the window. Scheduled: later date, or Active with today's date (employment ends at 23:59). Review: Active with an earlier date in the window (rehire or inconsistent).",
          "result": "satisfied",
          "reason": null,
          "population": { "count": 4, "sha256": "5d1c8a7be94f02c6d3a1b0e9f8c7d6a5b4e3f2d1c0b9a8e7f6d5c4b3a2910f8e" }
        }
        """;

    public const string OnboardingCompletion = """
        {
          "rung": "employee_tasks",
          "measure": "Onboarding tasks of people hired in the period",
          "periodDays": 90,
          "newHires": 12,
          "total": 96,
          "completed": 83,
          "due": 84,
          "dueCompleted": 82,
          "overdue": 2,
          "overdueBeyondLimit": 0,
          "rate": 0.9762,
          "tried": [],
          "result": "satisfied",
          "reason": null,
          "population": { "count": 12, "sha256": "1b0e9f8c7d6a5b4e3f2d1c0b9a8e7f6d5c4b3a2910f8e5d1c8a7be94f02c6d3a" }
        }
        """;
}
