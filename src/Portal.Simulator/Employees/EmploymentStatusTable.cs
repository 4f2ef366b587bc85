using Portal.Simulator.Access;
using Portal.Simulator.Population;

namespace Portal.Simulator.Employees;

/// <summary>Every status somebody had, has or will have. Some first rows carry a zero date, as migrated records do.</summary>
internal static class EmploymentStatusTable
{
    public static IEnumerable<TableRow> RowsOf(Person person, CompanyView view)
    {
        var label = PersonText.WorkingLabel(person);
        var migrated = Scramble.Below(50, view.Roster.Salt, person.Id, 1, Purpose.EmptyDate) == 0;
        yield return Row(person, 0, migrated ? PersonText.ZeroDate : PersonText.Date(person.Hired), label, false, view);
        if (person.Left != 0)
        {
            yield return Row(person, 1, PersonText.Date(person.Left), view.Script.LeaverLabel, true, view);
        }

        if (person.Returned != 0)
        {
            yield return Row(person, 2, PersonText.Date(person.Returned), label, false, view);
        }

        if (person.LeftAgain != 0)
        {
            yield return Row(person, 3, PersonText.Date(person.LeftAgain), view.Script.LeaverLabel, true, view);
        }
    }

    private static TableRow Row(Person person, int index, string? date, string status, bool isLeave, CompanyView view)
    {
        var columns = new List<(string Name, string? Value)>();
        if (view.Sees("employmentStatusEffectiveDate"))
        {
            columns.Add(("date", date));
        }

        if (view.Sees("employmentStatus"))
        {
            columns.Add(("employmentStatus", status));
        }

        // Nobody needs these; a client must drop them.
        columns.AddRange([("comment", isLeave ? "Simulated comment that nobody should keep" : null), ("terminationReasonId", isLeave ? "1" : null),
            ("terminationTypeId", isLeave ? "1" : null), ("terminationRehireId", null)]);
        return TableRow.Of(person, index, columns);
    }
}
