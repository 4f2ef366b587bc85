using System.Collections.Concurrent;
using Portal.Simulator.Access;
using Portal.Simulator.Population;

namespace Portal.Simulator.Datasets;

/// <summary>Where a row comes from: a person by position, and which of their tasks (−1: none). Eight bytes instead of a person.</summary>
internal readonly record struct RowAddress(int Seat, short Ordinal, short Task);

/// <summary>
/// Remembers which rows recent queries matched, so that the second page of a hundred does not cost a second walk over everybody.
/// An entry depends on all that can change the answer, so nothing has to be invalidated.
/// </summary>
internal sealed class RowSelection
{
    private const int Remembered = 8;
    private readonly ConcurrentDictionary<Question, RowAddress[]> _answers = new();

    public RowAddress[] Select(DatasetQuery query, CompanyView view)
    {
        var question = new Question(view.Script, view.Key, view.Roster.Today, view.Roster.Salt, query.UsesTasks, query.FilterText, query.OrderText);
        if (_answers.TryGetValue(question, out var known))
        {
            return known;
        }

        var rows = Find(query, view);
        if (_answers.Count >= Remembered)
        {
            _answers.Clear();
        }

        _answers[question] = rows;
        return rows;
    }

    public static DatasetRow Load(RowAddress address, CompanyView view)
    {
        var person = view.Roster.At(address.Seat, address.Ordinal)
            ?? throw new InvalidOperationException($"Position {address.Seat} has no holder {address.Ordinal} today.");
        return new(person, address.Task < 0 ? null : OnboardingTasks.Of(person, view.Roster).ElementAt(address.Task));
    }

    private static RowAddress[] Find(DatasetQuery query, CompanyView view)
    {
        var found = new List<RowAddress>();
        var decidesByPerson = query.Filter is { UsesTasks: false };
        foreach (var person in view.People())
        {
            if (decidesByPerson && !query.Filter!.Matches(new(person, null), view))
            {
                continue;
            }

            var ordinal = (short)person.Ordinal;
            short index = -1;
            if (query.UsesTasks)
            {
                foreach (var task in OnboardingTasks.Of(person, view.Roster))
                {
                    Add(new(person, task), new(person.Seat, ordinal, ++index));
                    if (view.Tasks == TaskData.SingleRow)
                    {
                        break;
                    }
                }
            }

            if (index < 0)
            {
                Add(new(person, null), new(person.Seat, ordinal, -1));
            }
        }

        return query.OrderBy.Count == 0 ? [.. found] : [.. Sort(found, query, view)];

        void Add(in DatasetRow row, RowAddress address)
        {
            if (decidesByPerson || query.Filter is null || query.Filter.Matches(row, view))
            {
                found.Add(address);
            }
        }
    }

    private static IEnumerable<RowAddress> Sort(List<RowAddress> found, DatasetQuery query, CompanyView view)
    {
        IOrderedEnumerable<RowAddress>? sorted = null;
        foreach (var (field, descending) in query.OrderBy)
        {
            string? Key(RowAddress address) => FieldCatalog.Read(field, Load(address, view), view);
            var order = field.Name == "eeid" ? NumericText.Instance : (IComparer<string?>)StringComparer.Ordinal;
            sorted = (sorted, descending) switch
            {
                (null, false) => found.OrderBy(Key, order),
                (null, true) => found.OrderByDescending(Key, order),
                (_, false) => sorted.ThenBy(Key, order),
                (_, true) => sorted.ThenByDescending(Key, order),
            };
        }

        return sorted!;
    }

    private readonly record struct Question(
        CompanyScript Script, KeyScript Key, int Today, ulong Salt, bool UsesTasks, string? Filter, string? Order);

    /// <summary>Text of digits without leading zeros: longer is larger.</summary>
    private sealed class NumericText : IComparer<string?>
    {
        public static readonly NumericText Instance = new();

        public int Compare(string? left, string? right) =>
            (left?.Length ?? 0) != (right?.Length ?? 0) ? (left?.Length ?? 0).CompareTo(right?.Length ?? 0) : string.CompareOrdinal(left, right);
    }
}
