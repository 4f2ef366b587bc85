using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Tests.Shared.Database.SqlServerCapture;

/// <summary>Lets a twin save what the context saves: once for each kind of change, row by row.</summary>
internal sealed class TwinSaves : SaveChangesInterceptor
{
    public static readonly TwinSaves Instance = new();

    private static readonly ConcurrentDictionary<string, bool> Done = new(StringComparer.Ordinal);

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Tell(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Tell(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Tell(DbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            SqlServerTwin.Heard();
            CheckLengths(entry);
            var changed = entry.State == EntityState.Modified ? entry.Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name).ToList() : [];
            if (Done.TryAdd($"{entry.State} {entry.Metadata.Name} {string.Join(',', changed)}", true))
            {
                SqlServerTwin.Run(() => Save(context, entry, changed));
            }
        }
    }

    /// <summary>SQLite takes any length; SQL Server refuses what does not fit its column.</summary>
    private static void CheckLengths(EntityEntry entry)
    {
        foreach (var property in entry.Properties)
        {
            var length = property.CurrentValue switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 0 };
            if (property.Metadata.GetMaxLength() is { } longest && length > longest)
            {
                throw new InvalidOperationException(
                    $"This works on SQLite, but not on SQL Server: {entry.Metadata.ClrType.Name}.{property.Metadata.Name} holds at most {longest}, not {length}.");
            }
        }
    }

    private static void Save(DbContext context, EntityEntry entry, List<string> changed)
    {
        using var twin = SqlServerTwin.Make(context);
        var same = twin.Entry(entry.CurrentValues.ToObject());
        same.State = entry.State == EntityState.Modified ? EntityState.Unchanged : entry.State;
        foreach (var property in changed)
        {
            same.Property(property).IsModified = true;
        }

        twin.SaveChanges();
    }
}
