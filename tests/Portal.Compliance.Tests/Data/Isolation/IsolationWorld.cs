using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Compliance.Organizations;
using Portal.Platform.AuditLog;
using Portal.Platform.Tenancy;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Data.Isolation;

/// <summary>
/// Two organizations of one database, which may hold many more, and beside them an oracle that knows what each must own.
/// </summary>
internal sealed class IsolationWorld
{
    private readonly Doors _doors;
    private readonly Dictionary<(Guid, Type), List<object>> _rows = [];
    private readonly SampleRow _sample;
    private (Guid Of, byte Row) _referred;

    private IsolationWorld(Doors doors, Tenant first, Tenant second)
    {
        (_doors, First, Second) = (doors, first, second);
        _sample = new SampleRow(principal => Pick(_referred.Of, principal, _referred.Row)!, first: 1000);
    }

    public Tenant First { get; }

    public Tenant Second { get; }

    public IReadOnlyList<IEntityType> Types { get; private set; } = [];

    public int Operations { get; private set; }

    public int Refused { get; set; }

    /// <summary>Makes two organizations with a row in every table.</summary>
    public static async Task<IsolationWorld> FoundAsync(Doors doors)
    {
        var world = new IsolationWorld(doors, NewTenant(), NewTenant());
        await using (var directory = doors.Database.Directory())
        {
            foreach (var tenant in new[] { world.First, world.Second })
            {
                directory.Add(new Organization { Id = tenant.OrganizationId, Slug = tenant.Slug, Name = tenant.Name, TimeZone = "UTC", CreatedAt = TestDatabase.Start });
            }

            await directory.SaveChangesAsync();
        }

        foreach (var tenant in new[] { world.First, world.Second })
        {
            var filled = await SampleOrganization.FillAsync(doors.Database, tenant);
            world.Types = [.. filled.Keys];
            foreach (var (type, row) in filled)
            {
                world._rows[(tenant.OrganizationId, type.ClrType)] = [row];
            }
        }

        return world;
    }

    /// <summary>One transaction. What breaks isolation is rolled back, in the oracle as well.</summary>
    /// <exception cref="IsolationBrokenException">Something got past the layer that had to stop it.</exception>
    public async Task PlayAsync(Turn turn)
    {
        var before = _rows.ToDictionary(r => r.Key, r => r.Value.ToList());
        var (me, other) = turn.AsSecond ? (Second, First) : (First, Second);
        await using var db = _doors.Open(me);
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync();
        try
        {
            await using var player = new Player(this, _doors.Database, db, transaction, me.OrganizationId, other.OrganizationId);
            foreach (var step in turn.Steps)
            {
                await player.DoAsync(step);
                db.ChangeTracker.Clear();
                Operations++;
            }

            await transaction.CommitAsync();
        }
        catch (IsolationBrokenException)
        {
            foreach (var (key, rows) in before)
            {
                _rows[key] = rows;
            }

            throw;
        }
    }

    /// <summary>Each organization sees exactly what the oracle says, value by value.</summary>
    public async Task CheckAsync()
    {
        foreach (var tenant in new[] { First, Second })
        {
            await using var db = _doors.Open(tenant);
            foreach (var type in Types)
            {
                var found = await OwnedTable.Of(type).RowsAsync(db);
                Assert.Equal(Rows(tenant.OrganizationId, type).Select(r => Text(type, r)).Order(StringComparer.Ordinal), found.Select(r => Text(type, r)).Order(StringComparer.Ordinal));
            }
        }
    }

    public List<object> Rows(Guid owner, IReadOnlyTypeBase type) => _rows[(owner, type.ClrType)];

    public object? Pick(Guid owner, IReadOnlyTypeBase type, byte row) => Rows(owner, type) is { Count: > 0 } rows ? rows[row % rows.Count] : null;

    /// <summary>A new row of one organization that refers to rows of the same or of another; null when there is nothing to refer to.</summary>
    public object? Make(IEntityType type, Guid owner, Guid referred, byte row)
    {
        if (type.GetForeignKeys().Any(k => Rows(referred, k.PrincipalEntityType).Count == 0))
        {
            return null;
        }

        _referred = (referred, row);
        // A log has no gaps, and the entry's number is also what its detail refers to.
        return type.ClrType == typeof(AuditEntry) ? _sample.Make(type, owner, ("Sequence", (long)Rows(owner, type).Count)) : _sample.Make(type, owner);
    }

    private static Tenant NewTenant()
    {
        var id = Guid.CreateVersion7();
        return new(id, $"o{id:N}", $"O {id:N}", TimeZoneInfo.Utc);
    }

    private static string Text(IEntityType type, object row) => string.Join('|', type.GetProperties().Select(p => SampleRow.Get(row, p) switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        DateTimeOffset at => at.UtcTicks.ToString(CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));
}
