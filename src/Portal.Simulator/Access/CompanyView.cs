using Portal.Simulator.Population;

namespace Portal.Simulator.Access;

/// <summary>What one key sees of one company today. Every endpoint answers from this, so that no endpoint shows more than another.</summary>
/// <param name="apiRoot">Scheme and host for links the vendor writes into answers.</param>
internal sealed class CompanyView(Roster roster, KeyScript key, KeyMemory.Session memory, Uri apiRoot)
{
    private const int OwnerSeat = 7;

    public Roster Roster => roster;

    public CompanyScript Script => roster.Script;

    public KeyScript Key => key;

    public KeyMemory.Session Memory => memory;

    public Uri ApiRoot => apiRoot;

    public TaskData Tasks => key.Tasks ?? Script.Tasks;

    public TrainingData Trainings => key.Trainings ?? Script.Trainings;

    /// <summary>The employee record of the key's owner: whoever holds a fixed position today.</summary>
    public int OwnerId
    {
        get
        {
            var walk = roster.Seat(Math.Min(OwnerSeat, Math.Max(0, Script.Headcount - 1)));
            var owner = 0;
            while (Script.Headcount > 0 && walk.MoveNext())
            {
                owner = walk.Current.IsFutureHire && owner != 0 ? owner : walk.Current.Id;
            }

            return owner;
        }
    }

    public IEnumerable<Person> People() =>
        key.OutOfScopePercent == 0 ? roster.People() : roster.People().Where(person => InScope(person.Seat));

    public Person? Find(int id) => roster.Find(id) is { } person && InScope(person.Seat) ? person : null;

    public bool Sees(string field) => !key.HiddenFields.Contains(field);

    private bool InScope(int seat) =>
        key.OutOfScopePercent == 0 || Scramble.Below(100, roster.Salt, seat, 0, Purpose.Scope) >= key.OutOfScopePercent;
}
